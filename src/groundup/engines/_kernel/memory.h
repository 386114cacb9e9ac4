/* Memory for the time of a call.

   Most calls want what the last one had: an epoch is like the one before. Fresh pages cost a system
   call and a fault each, in small networks a quarter of all time, so a few megabytes are kept for the
   next call. */

#ifndef GROUNDUP_MEMORY_H
#define GROUNDUP_MEMORY_H

#include <stddef.h>

void *take_memory(size_t size); /* zeroed, as calloc aligns it; NULL: there is none */
void give_memory(void *memory); /* NULL is nothing */

#endif

"""Files that groundup writes and reads: models as safetensors, whole or not at all."""

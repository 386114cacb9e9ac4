/* A step: forward, backward and update of one batch.

   All threads of the team run through it together, each doing its share, and meet where
   one needs what another made:

       list the inputs | w[0] forward | w[1] forward | … | cost and delta[L-1] |
       w[L-1] back and update | … | w[1] back and update | w[0] update |

   Back and update of a layer go together, a few input rows at a time: both need the same
   rows of w, which so come from memory once. Where layers convolve, the end is

       … | some samples' deltas, down to the first | their dw of all filters | … | all filters update */

static void step(Network *n, Batch batch, const Rule *rule, Team *team, int thread) {
    int layers = n->task->layers, convolutions = n->convolutions;
    int inputs = read_inputs(n, batch, team, thread);
    if (inputs == SPARSE && wants_gather(n, batch, rule)) turn_lists(n, batch, team, thread);
    for (int l = 0; l < layers; l++) {
        forward(n, l, batch, inputs, team, thread);
        if (l + 1 >= convolutions) meet(team); /* until then each thread goes on with its own pictures */
    }
    output(n, batch, team, thread);
    meet(team);
    for (int l = layers - 1; l > 0 && l >= convolutions; l--) {
        back_and_update(n, l, batch, rule, team, thread);
        meet(team);
    }
    if (convolutions) {
        back_through_pictures(n, batch, team, thread);
        update_filters(n, rule, team, thread);
    } else {
        update_inputs(n, batch, rule, inputs, team, thread);
    }
    meet(team);
}

"use strict";
// For each trouble that diagnosis.js tells, settings that bring it about, beside the default's.
{
  groundup.causes = [
    { kind: "saturated", change: { eta: 100 } },
    { kind: "diverging", change: { output: "linear", eta: 3 } },
    { kind: "slow", change: { eta: 0.003 } },
    { kind: "dead", change: { activation: "relu", output: "softmax", cost: "cross-entropy", init: "he", eta: 1 } },
    { kind: "overfitting", change: { hidden: [100], output: "softmax", cost: "cross-entropy", eta: 0.5, digits: 300 } },
    { kind: "narrow", change: { hidden: [2] } },
    { kind: "decay", change: { l2: 0.03 } },
    { kind: "zero", change: { init: "zero" } },
    { kind: "large", change: { hidden: [30, 30, 30], activation: "tanh", init: "normal", eta: 0.1 } },
  ];
}

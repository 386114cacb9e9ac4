"use strict";
// What is found of the run that learns (diagnosis.js), and what was found of those before it.
{
  const { diagnosis, store, training } = groundup;
  const MOST = 60; // that are remembered

  let tried = store.get("tried") ?? []; // of {how, kind}
  const findings = { now: null };

  training.listen((state) => {
    if (!state.network) return;
    findings.now = diagnosis.diagnose(state, tried);
    if (findings.now?.change) remember({ how: { ...state.how, eta: state.eta }, kind: findings.now.kind });
  });

  function remember(one) {
    const key = JSON.stringify(one);
    if (tried.some((other) => JSON.stringify(other) === key)) return;
    tried = [...tried, one].slice(-MOST);
    store.put("tried", tried);
  }

  groundup.findings = findings;
}

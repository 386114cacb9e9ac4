"use strict";
// Which of the ink spoke for and against its answer.
{
  const { find, pictures, words } = groundup;
  const blank = new Array(784).fill(0);
  const sum = (values) => values.reduce((total, value) => total + value, 0);

  function show(verdict, reasons) {
    pictures.diverging(find("shares"), reasons ? reasons.pixels : blank);
    find("shares").hidden = !reasons;
    find("why-empty").hidden = Boolean(reasons);
    find("why-words").hidden = !reasons;
    if (!reasons) return;
    const { digit, second } = verdict;
    const spoke = (sign) => Math.abs(sum(reasons.pixels.filter((share) => share * sign > 0))).toFixed(1);
    const all = sum(reasons.pixels);
    find("why-for").textContent = words("why.spoke", { digit, share: spoke(1) });
    find("why-against").textContent = words("why.spoke", { digit: second, share: spoke(-1) });
    find("why-sum").textContent = words(all < 0 ? "why.away" : "why.towards", { digit, second, share: Math.abs(all).toFixed(1) });
  }

  groundup.why = { show };
}

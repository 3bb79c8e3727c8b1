const longestWord = 100;

/**
 * The one candidate that `word` is most likely a slip of, or undefined when none or several are as near.
 *
 * Near is: the same but for case, or at most a third of the letters mistyped, left out or swapped.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  if (word.length > longestWord) return undefined;
  const lower = word.toLowerCase();
  let best: { candidate: string; distance: number; isAlone: boolean } | undefined;
  for (const candidate of candidates) {
    const distance = editDistance(lower, candidate.toLowerCase());
    const allowed = Math.ceil(Math.min(word.length, candidate.length) / 3);
    if (distance > allowed || distance >= candidate.length) continue;
    if (best !== undefined && distance === best.distance) best = { ...best, isAlone: false };
    else if (distance < (best?.distance ?? Infinity)) best = { candidate, distance, isAlone: true };
  }
  return best?.isAlone === true ? best.candidate : undefined;
}

/** `did you mean web-0?`, or what there is to choose from. */
export function choiceOf(word: string, candidates: readonly string[], most = 12): string {
  const meant = nearest(word, candidates);
  if (meant !== undefined) return `did you mean ${meant}?`;
  const shown = candidates.slice(0, most).join(", ");
  return `choose one of ${shown}${candidates.length > most ? `, … (${candidates.length} in all)` : ""}.`;
}

/** Insertions, deletions, replacements and swaps of neighbours that lead from one word to the other. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
          ? (beforeLast[j - 2] ?? 0) + 1
          : Infinity;
      row.push(Math.min(replaced, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, swapped));
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

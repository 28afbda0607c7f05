/**
 * Asks once what never changes, such as the difference of two commits, and remembers the answers that were used last. No
 * answer and a failure are asked for again.
 */
export function remember<A extends readonly string[], T>(
  most: number,
  ask: (...question: A) => Promise<T>,
): (...question: A) => Promise<T> {
  const answers = new Map<string, Promise<T>>();
  return (...question) => {
    const key = question.join(' ');
    const asked = answers.get(key) ?? ask(...question);
    // Deleted and set again: the order of the map is the order of use.
    answers.delete(key);
    answers.set(key, asked);
    const forget = () => {
      if (answers.get(key) === asked) answers.delete(key);
    };
    asked.then(answer => answer === undefined && forget(), forget);
    for (const oldest of [...answers.keys()].slice(0, -most)) {
      answers.delete(oldest);
    }
    return asked;
  };
}

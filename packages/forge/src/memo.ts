/** Remembers the answers to questions whose answer never changes. */
export type Memo = <T>(question: string, ask: () => Promise<T>) => Promise<T>;

export function createMemo(capacity = 500): Memo {
  const answers = new Map<string, Promise<unknown>>();

  return async function remember<T>(
    question: string,
    ask: () => Promise<T>,
  ): Promise<T> {
    const known = answers.get(question);
    if (known) {
      // The question alone decides the type of its answer: each has one place that asks it.
      return known as Promise<T>;
    }
    const answer = ask();
    answers.set(question, answer);
    answer.catch(() => answers.delete(question));
    const [oldest] = answers.keys();
    if (answers.size > capacity) {
      answers.delete(oldest);
    }
    return answer;
  };
}

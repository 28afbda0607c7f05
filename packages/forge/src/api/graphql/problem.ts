/** An error of one of GitHub's kinds, such as `STALE_DATA`. */
export class GraphqlProblem extends Error {
  readonly name = 'GraphqlProblem';
  constructor(readonly type: string, message: string) {
    super(message);
  }
}

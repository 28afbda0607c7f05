import { BadCredentialsError } from '../errors';

/** One comment of whoever holds the token. */
export interface OwnComment {
  readonly id: number;
  readonly body: string;
  /** Where a person reads it; absent where the forge doesn't say. */
  readonly url?: string;
}

/** The comments on one pull request, or merge request, as a token sees them. */
export interface PullRequestComments {
  /** Such as `#12` or `!12`. */
  readonly name: string;
  /** Those that the token's owner wrote, the oldest first; nobody else's is ever changed. */
  own(): Promise<readonly OwnComment[]>;
  create(body: string): Promise<OwnComment>;
  update(id: number, body: string): Promise<OwnComment>;
}

export interface KeptComment {
  /** `none`: there was nothing to say and no comment to correct; `refused`: the token may not. */
  readonly state: 'created' | 'updated' | 'unchanged' | 'none' | 'refused';
  readonly url?: string;
  /** Why it was refused, in words that a person can act on. */
  readonly reason?: string;
}

export interface CommentContent {
  /** Tells the comment from others of the same author. No text of a person's own. */
  readonly topic: string;
  /** Markdown. */
  readonly body: string;
  /** Whether there is nothing to say: a comment that is there is corrected, none is made. */
  readonly isEmpty: boolean;
}

/**
 * Keeps one comment on a pull request up to date: the token's owner's own, known by a hidden line. Where the token may not
 * write, as in the pull request of a fork, that is the answer and no error.
 *
 * @throws ForgeUnreachableError, RateLimitedError, RepositoryMissingError, ForgeRefusedError.
 */
export async function keepComment(
  comments: PullRequestComments,
  { topic, body, isEmpty }: CommentContent,
): Promise<KeptComment> {
  const marker = `<!-- tenantry:${topic} -->`;
  const text = `${marker}\n${body.trimEnd()}`;
  try {
    const own = await comments.own();
    const before = own.find(comment => firstLine(comment.body) === marker);
    if (!before && isEmpty) return { state: 'none' };
    if (!before) return told('created', await comments.create(text));
    // Forges may keep line ends and spaces in their own way.
    if (flat(before.body) === flat(text)) return told('unchanged', before);
    return told('updated', await comments.update(before.id, text));
  } catch (error) {
    if (!(error instanceof BadCredentialsError)) throw error;
    return { state: 'refused', reason: error.message };
  }
}

function told(state: KeptComment['state'], { url }: OwnComment): KeptComment {
  return { state, ...(url === undefined ? {} : { url }) };
}

function firstLine(text: string): string {
  return text.split(/\r?\n/, 1)[0].trim();
}

function flat(text: string): string {
  return text.replace(/\r\n/g, '\n').trim();
}

/** Addresses of the forge's API and pages. `url` is the forge's own, without a slash at the end. */

export function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

export function apiUrl(forge: { url: string }, path: string): string {
  return `${forge.url}/api/v3${path}`;
}

export function repositoryApiUrl(
  forge: { url: string },
  repository: { fullName: string },
  path = '',
): string {
  return apiUrl(forge, `/repos/${repository.fullName}${path}`);
}

export function htmlUrl(
  forge: { url: string },
  repository: { fullName: string },
  path = '',
): string {
  return `${forge.url}/${repository.fullName}${path}`;
}

/** An opaque id for GraphQL, from which `parseNodeId` recovers type and number. */
export function nodeId(type: string, id: number | string): string {
  return Buffer.from(`${type}:${id}`).toString('base64url');
}

export function parseNodeId(
  text: string,
): { type: string; id: string } | undefined {
  const decoded = Buffer.from(text, 'base64url').toString();
  const colon = decoded.indexOf(':');
  return colon < 0
    ? undefined
    : { type: decoded.slice(0, colon), id: decoded.slice(colon + 1) };
}

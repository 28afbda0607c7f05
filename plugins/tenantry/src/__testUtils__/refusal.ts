import { ResponseError } from '@backstage/errors';

/** What the client throws when the portal's permission policy keeps a tenant from somebody. */
export function refusal(message: string): Promise<ResponseError> {
  return ResponseError.fromResponse(
    new Response(
      JSON.stringify({ error: { name: 'NotAllowedError', message } }),
      {
        status: 403,
        headers: { 'content-type': 'application/json' },
      },
    ),
  );
}

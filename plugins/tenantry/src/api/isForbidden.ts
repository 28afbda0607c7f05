/** Whether the backend refused by the portal's permission policy. */
export function isForbidden(error: Error): boolean {
  return (
    error.name === 'ResponseError' &&
    'statusCode' in error &&
    error.statusCode === 403
  );
}

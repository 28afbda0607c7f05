import { VisuallyHidden } from '@backstage/ui';

/**
 * Tells those who can't see the table how many tenants a filter leaves. Nothing while nobody knows, so that an equal number is
 * told again.
 */
export function FleetCount({ total }: { total: number | undefined }) {
  return (
    <VisuallyHidden role="status">
      {total === undefined ? '' : countWords(total)}
    </VisuallyHidden>
  );
}

function countWords(total: number): string {
  return total === 1 ? '1 tenant' : `${total.toLocaleString()} tenants`;
}

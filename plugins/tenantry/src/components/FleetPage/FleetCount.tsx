import { VisuallyHidden } from '@backstage/ui';
import type { FleetPage } from '@tenantry/backstage-plugin-tenantry-common';

/** Tells those who can't see the table how many tenants a filter leaves. Empty in between, so that an equal number is told again. */
export function FleetCount({
  page,
  isOld,
}: {
  page?: FleetPage;
  isOld: boolean;
}) {
  return (
    <VisuallyHidden role="status">
      {page && !isOld ? countWords(page.total) : ''}
    </VisuallyHidden>
  );
}

function countWords(total: number): string {
  return total === 1 ? '1 tenant' : `${total.toLocaleString()} tenants`;
}

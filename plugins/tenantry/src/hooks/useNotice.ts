import { alertApiRef, useApiHolder } from '@backstage/core-plugin-api';
import { toastApiRef } from '@backstage/frontend-plugin-api';
import { useCallback } from 'react';

export interface Notice {
  readonly title: string;
  readonly description?: string;
  readonly status: 'success' | 'info' | 'warning';
}

/** Tells the person something that outlives the page: as a toast, or where the app has none, as an alert. */
export function useNotice(): (notice: Notice) => void {
  const apis = useApiHolder();
  return useCallback(
    ({ title, description, status }) => {
      const toasts = apis.get(toastApiRef);
      if (toasts) {
        toasts.post({ title, description, status, timeout: 10_000 });
        return;
      }
      apis.get(alertApiRef)?.post({
        message: description ? `${title}. ${description}` : title,
        severity: status,
        display: 'transient',
      });
    },
    [apis],
  );
}

import { Button, Dialog, DialogTrigger } from '@backstage/ui';
import { useState } from 'react';
import { useMayPropose } from '../../hooks/useMayPropose';
import { CloseRequestDialog } from './CloseRequestDialog';
import type { ClosableRequest } from './types';

/** A quiet button that closes the open pull request of a tenant, after a question; for those alone who may. */
export function CloseRequest(props: ClosableRequest) {
  const [isOpen, setIsOpen] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const mayPropose = useMayPropose(props.tenant.name);
  if (!mayPropose) return null;
  return (
    <DialogTrigger
      isOpen={isOpen}
      // What has begun is seen to its end.
      onOpenChange={open => setIsOpen(open || isBusy)}
    >
      <Button size="small" variant="tertiary">
        Close request
      </Button>
      <Dialog width={520}>
        <CloseRequestDialog
          {...props}
          onBusy={setIsBusy}
          onDone={() => setIsOpen(false)}
        />
      </Dialog>
    </DialogTrigger>
  );
}

import {
  Button,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Text,
} from '@backstage/ui';
import { useEffect } from 'react';
import { ErrorAlert } from '../common/ErrorAlert';
import styles from './CloseRequestDialog.module.css';
import type { ClosableRequest } from './types';
import { useCloseRequest } from './useCloseRequest';

export interface CloseRequestDialogProps extends ClosableRequest {
  onBusy(busy: boolean): void;
  onDone(): void;
}

/** Says what closing a request means, does it, and says what went wrong. */
export function CloseRequestDialog({
  onBusy,
  onDone,
  ...request
}: CloseRequestDialogProps) {
  const { tenant, pullRequest } = request;
  const { close, error, isBusy } = useCloseRequest(request, onDone);
  useEffect(() => onBusy(isBusy), [isBusy, onBusy]);
  return (
    <>
      <DialogHeader>{`Close request #${pullRequest.number}?`}</DialogHeader>
      <DialogBody>
        <div className={styles.body}>
          <Text>{whatEnds(tenant)}</Text>
          <Text color="secondary">
            The pull request is closed with a comment that names you. Its branch
            is deleted, unless it holds commits of people. Members of{' '}
            {tenant.owner} may do this.
          </Text>
          {error && (
            <ErrorAlert title="The request was not closed" error={error} />
          )}
        </div>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" isDisabled={isBusy} onPress={onDone}>
          Keep it
        </Button>
        <Button
          variant="primary"
          destructive
          isPending={isBusy}
          onPress={close}
        >
          Close request
        </Button>
      </DialogFooter>
    </>
  );
}

function whatEnds({ title, phase }: ClosableRequest['tenant']): string {
  return phase === 'requested'
    ? `${title} is only asked for, so nothing is left of it: it disappears from the list, and its name is free again. No cluster changes.`
    : `Only this change is dropped. ${title} stays as it is, here and on its clusters.`;
}

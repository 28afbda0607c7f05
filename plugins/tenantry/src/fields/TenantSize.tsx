import { Skeleton } from '@backstage/ui';
import type { SizeOffer } from '@tenantry/backstage-plugin-tenantry-common';
import { useEffect } from 'react';
import { ErrorAlert } from '../components/common/ErrorAlert';
import { useOffer } from '../hooks/useOffer';
import { CardChoice } from './CardChoice';
import { FieldFrame } from './FieldFrame';
import type { FieldProps } from './fieldTypes';
import { amountWords } from './amountWords';
import styles from './TenantSize.module.css';

/** How much: one card per size, with its numbers. */
export function TenantSize(props: FieldProps<string>) {
  const { formData, onChange, schema, required, disabled } = props;
  const { offer, error, loading } = useOffer();
  const proposal = offer?.defaults.size;
  useEffect(() => {
    if (!formData && proposal) onChange(proposal);
  }, [formData, proposal, onChange]);

  return (
    <FieldFrame
      title={schema.title ?? 'Size'}
      description={
        schema.description ??
        'What each environment is sure of in total; it may use more while the nodes have room. An environment may have another one.'
      }
      required={required}
    >
      {loading && <Skeleton width="100%" height={120} />}
      {error && (
        <ErrorAlert title="The sizes could not be read" error={error} />
      )}
      {offer && (
        <CardChoice
          value={formData}
          onChange={onChange}
          disabled={disabled}
          options={offer.sizes.map(size => ({
            value: size.name,
            title: size.title,
            badge: size.name === proposal ? 'usual choice' : undefined,
            summary: size.summary,
            children: <Amounts size={size} />,
          }))}
        />
      )}
    </FieldFrame>
  );
}

function Amounts({ size }: { size: SizeOffer }) {
  const amounts = [
    ['CPU', amountWords(size.cpu, 'cores')],
    ['Memory', amountWords(size.memory)],
    ['Storage', amountWords(size.storage)],
    ['Pods', String(size.pods)],
  ] as const;
  return (
    <dl className={styles.amounts}>
      {amounts.map(([name, amount]) => (
        <div key={name} className={styles.amount}>
          <dt>{name}</dt>
          <dd>{amount}</dd>
        </div>
      ))}
    </dl>
  );
}

import { Skeleton } from '@backstage/ui';
import type { ProfileOffer } from '@tenantry/backstage-plugin-tenantry-common';
import { RiDoorOpenLine, RiShieldCheckLine } from '@remixicon/react';
import { useEffect } from 'react';
import { ErrorAlert } from '../components/common/ErrorAlert';
import { useOffer } from '../hooks/useOffer';
import { CardChoice } from './CardChoice';
import { FieldFrame } from './FieldFrame';
import type { FieldProps } from './fieldTypes';
import styles from './TenantProfile.module.css';

/** How isolated: one card per profile, with what it stops, what it leaves open, and who can give it. */
export function TenantProfile(props: FieldProps<string>) {
  const { formData, onChange, schema, required, disabled } = props;
  const { offer, error, loading } = useOffer();
  const proposal = offer?.defaults.profile;
  useEffect(() => {
    if (!formData && proposal) onChange(proposal);
  }, [formData, proposal, onChange]);

  return (
    <FieldFrame
      title={schema.title ?? 'Profile'}
      description={
        schema.description ??
        'How strongly your workloads are kept apart from everybody else’s. An environment may have another one.'
      }
      required={required}
    >
      {loading && <Skeleton width="100%" height={220} />}
      {error && (
        <ErrorAlert title="The profiles could not be read" error={error} />
      )}
      {offer && (
        <CardChoice
          value={formData}
          onChange={onChange}
          disabled={disabled}
          options={offer.profiles.map(profile => ({
            value: profile.name,
            title: profile.title,
            badge: profile.name === proposal ? 'usual choice' : undefined,
            summary: profile.summary,
            children: <ProfileDetails profile={profile} />,
          }))}
        />
      )}
    </FieldFrame>
  );
}

function ProfileDetails({ profile }: { profile: ProfileOffer }) {
  const { stops, leavesOpen, clusters } = profile;
  return (
    <>
      <PointList title="Stops" points={stops} kind="stops" />
      <PointList title="Leaves open" points={leavesOpen} kind="open" />
      <p className={styles.clusters}>
        {clusters.length > 0
          ? `Available on ${clusters.join(', ')}`
          : 'No cluster can give it today'}
      </p>
    </>
  );
}

interface PointListProps {
  readonly title: string;
  readonly points: readonly string[];
  readonly kind: 'stops' | 'open';
}

function PointList({ title, points, kind }: PointListProps) {
  const Icon = kind === 'stops' ? RiShieldCheckLine : RiDoorOpenLine;
  if (points.length === 0) return null;
  return (
    <div>
      <p className={styles.heading}>{title}</p>
      <ul className={styles.points} data-kind={kind}>
        {points.map(point => (
          <li key={point} className={styles.point}>
            <Icon size={16} aria-hidden="true" className={styles.icon} />
            <span>{point}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

export * from './access';
export * from './actors';
export * from './client';
export { readFacts, type ClusterFacts } from './facts/readFacts';
export {
  readLiveManifests,
  type LiveManifest,
} from './facts/readLiveManifests';
export * from './judge';
export * from './observe/observeCluster';
export * from './observe/observerRole';
export * from './observe/proofState';
export * from './observe/readCluster';
export * from './observe/syncState';
export * from './observe/usedIn';
export * from './prove/foreignStage';
export * from './prove/peopleIn';
export * from './prove/prove';
export * from './prove/proverRole';
export * from './prove/reports';
export * from './prove/rulesDigest';
export * from './prove/stagesOf';
export * from './prove/writeReports';
export * from './resources';
export * from './standing';
export * from './tryAttack';

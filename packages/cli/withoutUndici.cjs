/**
 * In the place of undici, which the client library of Kubernetes loads, which needs a newer Node than the command does, and
 * through which nothing here speaks: requests go through node:https.
 */
function unused() {
  throw new Error('nothing of the command speaks through undici');
}

module.exports = { Agent: unused, ProxyAgent: unused, fetch: unused };

// Loaded by every Node process that `npm start` starts. Holds a connection to the launcher: the launcher learns when the
// process ends, whatever ended it, and the process ends when the launcher does.
const { connect } = require('node:net');
const { isMainThread } = require('node:worker_threads');

const port = Number(process.env.TENANTRY_LIFELINE_PORT);
if (isMainThread && port) {
  const socket = connect({ host: '127.0.0.1', port }, () => {
    socket.write(`${process.argv[1] ?? ''}\n`);
  });
  socket.unref();
  socket.on('error', () => {});
  socket.on('close', () => process.kill(process.pid, 'SIGTERM'));
}

/** A number for TCP, or `514/UDP`; whether it is a port is for the model to say. */
export type TypedPort = number | string;

/** Reads `443,8443,514/UDP`; undefined where it is no list of ports. */
export function readPorts(text: string): TypedPort[] | undefined {
  const ports = text.split(',').map(port => port.trim());
  return ports.every(port => /^[0-9]+(\/[A-Za-z]+)?$/.test(port))
    ? ports.map(port => (/^[0-9]+$/.test(port) ? Number(port) : port))
    : undefined;
}

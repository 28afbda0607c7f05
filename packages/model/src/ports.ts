import type { Complaint } from './complaint';
import { z } from 'zod';
import { quote } from './quote';
import { complain, uniqueList } from './valueType';

export type Protocol = 'TCP' | 'UDP' | 'SCTP';

const PORT = /^(0|[1-9][0-9]{0,4})\/(TCP|UDP|SCTP)$/;

/** What is wrong with a port; undefined when nothing is. */
export function portProblem(port: number | string): Complaint | undefined {
  if (typeof port === 'number') {
    return inRange(port);
  }
  if (/^[0-9]+$/.test(port)) {
    return {
      message: `${quote(
        port,
      )} is text; a TCP port is written as a number, without quotes`,
      example: String(Number(port)).slice(0, 5),
    };
  }
  const match = PORT.exec(port);
  if (match) {
    return inRange(Number(match[1]));
  }
  if (/^[0-9]+\s*-\s*[0-9]+/.test(port)) {
    return {
      message: `${quote(port)} is a range; name each port on its own`,
      example: '8443',
    };
  }
  return {
    message: `${quote(
      port,
    )} isn't a port; write a number for TCP, or number/UDP, number/SCTP, number/TCP`,
    example: '514/UDP',
  };
}

/** A port that has been checked, taken apart; a bare number is TCP. */
export function splitPort(port: Port): { port: number; protocol: Protocol } {
  if (typeof port === 'number') {
    return { port, protocol: 'TCP' };
  }
  const [number, protocol] = port.split('/');
  return {
    port: Number(number),
    protocol: protocol === 'UDP' || protocol === 'SCTP' ? protocol : 'TCP',
  };
}

/** A TCP port as a number, or another protocol's as `514/UDP`; `443/TCP` becomes 443. */
export const Port = z
  .union([
    z.number().meta({ type: 'integer', minimum: 1, maximum: 65535 }),
    z.string().meta({ pattern: PORT.source }),
  ])
  .superRefine((port, context) => complain(context, portProblem(port)))
  .meta({
    description:
      'A TCP port as a number, or another protocol after a slash: 514/UDP.',
    examples: [443, '514/UDP'],
  })
  .transform((port): number | string => {
    const { port: number, protocol } = splitPort(port);
    return protocol === 'TCP' ? number : port;
  });
export type Port = z.output<typeof Port>;

/** The ports of one rule: at least one, at most 20, each once. */
export const Ports = uniqueList(Port, {
  what: 'port',
  min: 1,
  max: 20,
}).describe('The ports that are open, at least one.');

function inRange(port: number): Complaint | undefined {
  return Number.isInteger(port) && port >= 1 && port <= 65535
    ? undefined
    : {
        message: `${port} isn't a port; ports are whole numbers from 1 to 65535`,
        example: '443',
      };
}

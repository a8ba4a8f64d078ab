import { createHmac } from 'node:crypto';

/** What signs a call: its instant in seconds and its body as sent. The contract stands in docs/operations.md. */
export const signatureOf = (secret: string, seconds: number, body: string): string =>
  `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;

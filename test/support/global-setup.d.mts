/** A TCP port of 127.0.0.1 nobody listens on right now. */
export function freePort(): Promise<number>;
/** The first of these programs that is installed, with its path. */
export function find(...names: string[]): string | undefined;
/** Whether a server program is MariaDB's, not MySQL's. */
export function isMariaDb(daemon: string): boolean;
/** Makes an empty data folder; `asRoot` are the options a server needs that root starts. */
export function initialise(daemon: string, data: string, asRoot: string[]): void;
/** Waits for a server to let somebody in; fails with its log after a minute. */
export function untilReady(url: string, log: string): Promise<void>;

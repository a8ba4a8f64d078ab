import 'reflect-metadata';
import { startServer } from './server.js';
import { ConfigError } from './platform/config.js';

try {
  await startServer();
} catch (error) {
  console.error(error instanceof ConfigError ? `The server does not start: ${error.message}` : error);
  process.exit(1);
}

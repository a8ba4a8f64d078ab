/** Stories told over HTTP alone: one way to have a town of their own, its server, and everybody who works there. */
import { type App, type Environment, startApp } from './app.js';
import { Desks } from './desks.js';
import { describeWithServer } from './skip.js';
import { freshTown, MONDAY, type Town } from './town.js';

export class TownStory {
  town!: Town;
  app!: App;
  /** There before the server is, so that a story may take them by name. */
  readonly desks = new Desks({
    signIn: (username) => this.app.signIn(username),
    turnTo: (now) => this.app.turnTo(now),
  });

  constructor(private readonly env: Environment) {}

  async start(): Promise<void> {
    this.town = await freshTown();
    this.app = await startApp({ NOW: MONDAY, ...this.env }, this.town.database);
  }

  async stop(): Promise<void> {
    await this.app?.stop();
    await this.town?.close();
  }
}

/** A file's stories in one town, on one server that starts on a Monday morning with these variables besides. */
export function describeTown(name: string, env: Environment, tell: (here: TownStory) => void): void {
  describeWithServer(name, () => {
    const here = new TownStory(env);
    beforeAll(() => here.start());
    afterAll(() => here.stop());
    tell(here);
  });
}

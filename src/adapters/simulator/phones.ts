import type { Exchange } from './exchange.js';
import { newMobileNumber } from './names.js';
import { Phone } from './phone.js';

const SWEEP_MS = 250;

/** The phones of the simulated world, and who of them is really there. */
export class Phones {
  private readonly all = new Map<string, Phone>();
  private readonly sweep: NodeJS.Timeout;

  constructor(private readonly exchange: Exchange) {
    this.sweep = setInterval(() => this.dropVanished(), SWEEP_MS).unref();
  }

  /** A telephone, with a number of its own if none is asked for. A number that exists is the same telephone again. */
  telephone(number: string = newMobileNumber()): Phone {
    return this.at(number) ?? this.add(new Phone(number));
  }

  /** Registers a softphone. Its newest registration is the one that rings. */
  softphone(identity: string): Phone {
    const phone = this.add(new Phone(`client:${identity}`));
    phone.polledAt = Date.now();
    return phone;
  }

  byId(id: string): Phone | undefined {
    return this.all.get(id);
  }

  /** The phone that rings when somebody calls an address. */
  reachedAt(address: string): Phone | undefined {
    const phone = this.at(address);
    return phone && (!phone.isSoftphone || this.isThere(phone)) ? phone : undefined;
  }

  /** The phone of an address, there or not: a message finds it later. */
  at(address: string): Phone | undefined {
    return [...this.all.values()].reverse().find((phone) => phone.address === address);
  }

  remove(phone: Phone): void {
    if (phone.leg) this.exchange.calls.hangUp(phone.leg);
    this.all.delete(phone.id);
    phone.release();
  }

  close(): void {
    clearInterval(this.sweep);
    for (const phone of this.all.values()) phone.release();
  }

  private add(phone: Phone): Phone {
    this.all.set(phone.id, phone);
    return phone;
  }

  /** A softphone is there while it polls; a telephone that never polled is driven by a test and stays. */
  private isThere(phone: Phone): boolean {
    const { softphoneLapseMs, telephoneLapseMs } = this.exchange.settings;
    if (phone.polledAt === undefined) return true;
    return Date.now() - phone.polledAt <= (phone.isSoftphone ? softphoneLapseMs : telephoneLapseMs);
  }

  private dropVanished(): void {
    for (const phone of this.all.values()) {
      if (this.isThere(phone)) continue;
      if (phone.leg) this.exchange.calls.hangUp(phone.leg, 'vanished');
      if (phone.isSoftphone) this.all.delete(phone.id);
    }
  }
}

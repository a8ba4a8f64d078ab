import { Injectable } from '@nestjs/common';
import { type CategoryEntry, type CategoryFlags, Reference } from '../departments/reference.js';
import { notFound } from '../domain/errors.js';
import { type Attribute, attributesOf } from './attributes.js';

/** A category of the public form as the standard tells it. Source: GeoReport v2, GET Service List. */
export interface Service {
  service_code: string;
  service_name: string;
  description: string | null;
  /** Whether there are attributes; the department complained about is asked of every service. */
  metadata: true;
  /** A token is answered; the id follows once the reply is public. */
  type: 'batch';
  keywords: string | null;
  group: string | null;
}

/** The catalogue of categories as services: the leaves, which are what the public form offers. */
@Injectable()
export class Services {
  constructor(private readonly reference: Reference) {}

  all(): Service[] {
    return this.leaves().map((leaf) => {
      const group = this.reference.category(leaf.parentCode);
      return {
        service_code: leaf.code,
        service_name: leaf.name,
        description: leaf.help ?? group?.help ?? null,
        metadata: true,
        type: 'batch',
        keywords: [leaf.nameEn, group?.nameEn].filter(Boolean).join(', ') || null,
        group: group?.name ?? null,
      };
    });
  }

  /** Throws `not-found` (404) for what is no leaf of the catalogue. */
  definition(code: string): { service_code: string; attributes: Attribute[] } {
    const leaf = this.leaf(code);
    return { service_code: leaf.code, attributes: attributesOf({ flags: this.flagsOf(leaf) }, this.reference.departments) };
  }

  /** Throws `not-found` (404). */
  leaf(code: string): CategoryEntry {
    const found = this.leaves().find((one) => one.code === code);
    if (!found) throw notFound();
    return found;
  }

  /** Marks of a leaf and of what it stands under, as the public form reads them. */
  private flagsOf(leaf: CategoryEntry): CategoryFlags {
    const above = this.reference.category(leaf.parentCode);
    return above ? { ...this.flagsOf(above), ...leaf.flags } : leaf.flags;
  }

  /** In the order of the form: group by group. */
  private leaves(under: string | null = null): CategoryEntry[] {
    const categories = this.reference.categories.filter(({ code }) => this.reference.isOffered(code));
    return categories
      .filter(({ parentCode }) => parentCode === under)
      .flatMap((one) => (categories.some(({ parentCode }) => parentCode === one.code) ? this.leaves(one.code) : one));
  }
}

import { CONTENT_TYPES, FORMATS } from './answers.js';
import { OPEN311 } from './settings.js';

export interface Discovery {
  changeset: string;
  contact: string;
  key_service: string;
  endpoints: { specification: string; url: string; changeset: string; type: 'production'; formats: string[] }[];
}

/** Where the standard is served and how to get a key. Source: Open311 Service Discovery. */
export function discoveryOf(address: string): Discovery {
  const { changeset, contact, keyService } = OPEN311;
  return {
    changeset,
    contact,
    key_service: URL.canParse(keyService) ? keyService : `${address}${keyService}`,
    endpoints: [
      {
        specification: 'http://wiki.open311.org/GeoReport_v2',
        url: `${address}/open311/v2`,
        changeset,
        type: 'production',
        formats: FORMATS.map((format) => CONTENT_TYPES[format].split(';')[0]!),
      },
    ],
  };
}

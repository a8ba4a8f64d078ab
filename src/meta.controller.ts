import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { isoOf } from './domain/time.js';
import { Clock } from './platform/clock.js';
import { CONFIG, type Config } from './platform/config.js';
import { Public } from './platform/http/access.js';
import { Shown } from './platform/http/fields.js';
import { configJson } from './platform/settings.js';

interface City {
  city: string;
  cityEn: string;
  hotline: string;
  name: string;
  nameEn: string;
  office: Record<string, string>;
  commission: Record<string, string>;
  regions: { code: string; name: string }[];
}
const CITY = configJson<City>('city.json');

/** Names of the city and its line, as pages print them. */
export class MetaView implements City {
  @Shown() city!: string;
  @Shown() cityEn!: string;
  @Shown() hotline!: string;
  @Shown() name!: string;
  @Shown() nameEn!: string;
  @Shown({ type: Object, additionalProperties: { type: 'string' } }) office!: Record<string, string>;
  @Shown({ type: Object, additionalProperties: { type: 'string' } }) commission!: Record<string, string>;
  @Shown({ type: Object, isArray: true }) regions!: { code: string; name: string }[];
  @Shown({ format: 'date-time' }) now!: string;
  @Shown({ description: 'Whether this is the demo city' }) demo!: boolean;
}

@Controller('meta')
export class MetaController {
  constructor(
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Public()
  @Get()
  @ApiOkResponse({ type: MetaView })
  meta(): MetaView {
    const { city, cityEn, hotline, name, nameEn, office, commission, regions } = CITY;
    return { city, cityEn, hotline, name, nameEn, office, commission, regions, now: isoOf(this.clock.now()), demo: this.config.demo };
  }
}

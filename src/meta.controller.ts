import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { isoOf } from './domain/time.js';
import { Clock } from './platform/clock.js';
import { CONFIG, type Config } from './platform/config.js';
import { Public } from './platform/http/access.js';
import { MaybeShown, Shown } from './platform/http/fields.js';
import { configJson } from './platform/settings.js';

export class OfficeView {
  @Shown() name!: string;
  @Shown() nameEn!: string;
  @Shown() address!: string;
  @Shown() addressEn!: string;
  @Shown() phone!: string;
  @MaybeShown() fax?: string;
  @MaybeShown() email?: string;
  @MaybeShown() hours?: string;
  @MaybeShown() hoursEn?: string;
}

export class RegionView {
  @Shown() code!: string;
  @Shown() name!: string;
}

/** Names of the city and its line, as pages print them. */
export class MetaView {
  @Shown() city!: string;
  @Shown() cityEn!: string;
  @Shown() hotline!: string;
  @Shown() name!: string;
  @Shown() nameEn!: string;
  @Shown() office!: OfficeView;
  @Shown() commission!: OfficeView;
  @Shown({ type: RegionView, isArray: true }) regions!: RegionView[];
  @Shown({ format: 'date-time' }) now!: string;
  @Shown({ description: 'Whether this is the demo city' }) demo!: boolean;
}

const CITY = configJson<Omit<MetaView, 'now' | 'demo'>>('city.json');

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

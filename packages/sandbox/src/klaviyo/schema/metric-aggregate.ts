import * as z from 'zod';
import { data } from './json-api.ts';

/** `POST /api/metric-aggregates`. */
export const metricAggregate = data(
  z.strictObject({
    type: z.literal('metric-aggregate'),
    attributes: z.strictObject({
      metric_id: z.string(),
      measurements: z.array(z.enum(['count', 'sum_value', 'unique'])).min(1),
      filter: z.array(z.string()),
      interval: z.enum(['hour', 'day', 'week', 'month']).nullish(),
      by: z.array(z.string()).nullish(),
      timezone: z.string().nullish(),
      page_size: z.int().min(1).nullish(),
      page_cursor: z.string().optional(),
      return_fields: z.array(z.string()).nullish(),
      sort: z.string().optional(),
    }),
  }),
);

export type Measurement = 'count' | 'sum_value' | 'unique';
export type Interval = 'hour' | 'day' | 'week' | 'month';

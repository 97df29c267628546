import * as z from 'zod';
import { Id } from './scalars.ts';

const text = z.string().nullish();

/** Segment spec: Identify and Group, reserved trait `address`. */
const Address = z.looseObject({
  city: text,
  country: text,
  postalCode: text,
  state: text,
  street: text,
});

/** Traits that both a person and a group may have. */
const shared = {
  address: z.union([Address, z.string()]).nullish(),
  avatar: text,
  createdAt: z.union([z.string(), z.date(), z.number()]).nullish(),
  description: text,
  email: text,
  id: Id.nullish(),
  name: text,
  phone: text,
  website: text,
};

/** What is known of a person. Segment spec: Identify, Traits. Custom traits are kept; `null` clears a trait. */
export const UserTraits = z.looseObject({
  ...shared,
  age: z.number().nullish(),
  birthday: z.union([z.string(), z.date()]).nullish(),
  company: z
    .looseObject({
      name: text,
      id: Id.nullish(),
      industry: text,
      employee_count: z.number().nullish(),
      plan: text,
    })
    .nullish(),
  firstName: text,
  gender: text,
  lastName: text,
  title: text,
  username: text,
});
export type UserTraits = z.output<typeof UserTraits>;

/** What is known of a group. Segment spec: Group, Traits. Custom traits are kept. */
export const GroupTraits = z.looseObject({
  ...shared,
  employees: z.union([z.string(), z.number()]).nullish(),
  industry: text,
  plan: text,
});
export type GroupTraits = z.output<typeof GroupTraits>;

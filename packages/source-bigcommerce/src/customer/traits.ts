import { number } from '../money.ts';
import { present } from '../present.ts';
import type { Customer } from './schema.ts';

/** JSON, by the name of the trait. */
export type Traits = Readonly<Record<string, unknown>>;

export interface TraitRules {
  readonly groups: ReadonlyMap<string, string>;
  /** The names of the attributes, by id. */
  readonly attributes: ReadonlyMap<string, string>;
  /** Which attributes are told, by name. */
  readonly isTold: (attribute: string) => boolean;
  /** Whether the customer has an order: where somebody lives is told only then. */
  readonly ordered: boolean;
}

/**
 * What Segment's spec, Klaviyo or we give a meaning of its own: a merchant who calls an attribute so means something
 * else. In lower case. Segment: Spec: Identify, Traits.
 */
const reserved = new Set(
  'address,age,avatar,birthday,company,createdat,description,email,firstname,first_name,gender,id,lastname,last_name,locale,name,phone,phone_number,timezone,title,username,website,customer group,store credit'.split(
    ',',
  ),
);

/**
 * What is known of a customer, in the words of Segment's spec; the group and the store credit under the names of
 * Klaviyo's own BigCommerce integration, which destinations hand on as they are.
 *
 * Klaviyo: Review your BigCommerce data, "Customer data synced from BigCommerce".
 */
export function traitsOf(customer: Customer, rules: TraitRules): Traits {
  const { company, customer_group_id: group, store_credit_amounts: credits } = customer;
  const [credit] = credits;
  return {
    ...attributesOf(customer, rules),
    ...present({
      email: customer.email,
      firstName: customer.first_name,
      lastName: customer.last_name,
      phone: customer.phone,
      company: company === undefined ? undefined : { name: company },
      address: rules.ordered ? addressOf(customer) : undefined,
      createdAt: customer.date_created,
      'Customer Group': group === undefined ? undefined : rules.groups.get(group),
      'Store Credit': credit?.amount.gt(0) ? number(credit.amount) : undefined,
    }),
  };
}

function attributesOf({ attributes }: Customer, { attributes: names, isTold }: TraitRules): Traits {
  const told = attributes.flatMap(({ attribute_id: id, attribute_value: value }) => {
    const name = names.get(id);
    if (name === undefined || value === undefined || !isTold(name)) return [];
    return [[traitName(name), value] as const];
  });
  // The order of an answer must not look like a change.
  return Object.fromEntries(told.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function traitName(attribute: string): string {
  const isTaken = reserved.has(attribute.toLowerCase()) || attribute.startsWith('$');
  return isTaken || attribute === '__proto__' ? `attribute ${attribute}` : attribute;
}

/** Of the first address that says anything. Only where somebody lives, without the street. */
function addressOf({ addresses }: Customer): Traits | undefined {
  return addresses
    .map(({ city, state_or_province: state, postal_code: postalCode, country, country_code }) =>
      present({ city, state, postalCode, country: country ?? country_code }),
    )
    .find((address) => Object.keys(address).length > 0);
}

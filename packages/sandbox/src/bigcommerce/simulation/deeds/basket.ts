import type { OrderLine, OrderPlacement } from '../../orders/placement.ts';
import type { Floor } from '../floor.ts';
import { emailOf, type Person } from '../people.ts';

/** What staff, or a program, write down for somebody: no cart, and goods that are in no catalogue. */
export function basket({ chance, goods }: Floor, person: Person): OrderPlacement {
  const lines: OrderLine[] = Array.from({ length: chance.whole(1, 4) }, () => ({
    productId: chance.pick(goods.physical).id,
    quantity: chance.whole(1, 3),
  }));
  if (chance.of(0.2)) lines.push({ name: 'Engraving', price: '7.5', quantity: 1 });
  if (chance.of(0.1)) {
    const giftCertificate = { recipientEmail: emailOf(person) };
    lines.push({ name: 'Gift certificate', price: '25', quantity: 1, giftCertificate });
  }
  if (chance.of(0.1)) {
    const [parent, member] = [chance.pick(goods.physical), chance.pick(goods.physical)];
    lines.push({ productId: parent.id, quantity: 1, bundled: [{ productId: member.id }] });
  }
  return {
    lines,
    ...who(person),
    currency: chance.pick(['USD', 'USD', 'USD', 'EUR']),
    taxRate: chance.pick(['0', '0', '0.0825', '0.19']),
    shipping: chance.pick(['0', '4.90', '12.00']),
    ...(chance.of(0.15) && { discount: '0.75' }),
    ...(chance.of(0.15) && { coupons: [{ code: chance.pick(['OAK1', 'HELLO']), amount: '1.33' }] }),
    ...(chance.of(0.1) && { storeCredit: '2' }),
    ...(chance.of(0.05) && { handling: '1.50' }),
  };
}

/** A registered customer orders as one; anybody else leaves an address. */
function who(person: Person): Partial<OrderPlacement> {
  const { firstName, lastName, customerId } = person;
  return {
    email: emailOf(person),
    ...(customerId !== 0 && { customerId }),
    billingAddress: {
      first_name: firstName,
      last_name: lastName,
      street_1: '1 Mill Lane',
      city: 'Austin',
      state: 'Texas',
      zip: '78701',
      country: 'United States',
      country_iso2: 'US',
    },
  };
}

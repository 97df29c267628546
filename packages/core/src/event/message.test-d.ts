import { expectTypeOf } from 'vitest';
import type { Draft, MessageType } from './message.ts';

expectTypeOf<MessageType>().toEqualTypeOf<
  'track' | 'identify' | 'page' | 'screen' | 'group' | 'alias'
>();

expectTypeOf<{ type: 'track'; event: string }>().toExtend<Draft<'track'>>();
expectTypeOf<{ type: 'track' }>().not.toExtend<Draft<'track'>>();
expectTypeOf<{ type: 'identify'; userId: number }>().toExtend<Draft<'identify'>>();
expectTypeOf<{ type: 'group' }>().not.toExtend<Draft<'group'>>();
expectTypeOf<{ type: 'alias'; previousId: string }>().not.toExtend<Draft<'alias'>>();
expectTypeOf<{ type: 'alias'; previousId: string; userId: string }>().toExtend<Draft>();
expectTypeOf<{ type: 'track'; event: string; timestamp: Date }>().toExtend<Draft>();
expectTypeOf<{ type: 'track'; event: string; timestamp: number }>().not.toExtend<Draft>();
expectTypeOf<Draft<'track'>['userId']>().toEqualTypeOf<string | number | null | undefined>();

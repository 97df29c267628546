export { orderEvents, type ReconcileOptions, type Whereabouts } from './options.ts';
export { printReport, type PrintOptions } from './print-report.ts';
export { reconcile } from './reconcile.ts';
export {
  repair,
  type Repair,
  type RepairOptions,
  type RepairStep,
  type Replaying,
} from './repair.ts';
export type {
  Difference,
  Explanation,
  Noted,
  Report,
  ReportFinding,
  Row,
  Side,
  Sum,
} from './report.ts';

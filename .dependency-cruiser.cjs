// The arrows of the house: docs/decisions/0004-arrows.md says why each is there.
const core = '^packages/core/src';
const plugins = '^packages/(destination|source)-[^/]+';

/** A folder of core may import from itself and from the folders named. */
const only = (folder, ...allowed) => ({
  name: `core-${folder}`,
  severity: 'error',
  from: { path: `${core}/${folder}/`, pathNot: '\\.test(-d)?\\.ts$' },
  to: { path: `${core}/`, pathNot: `${core}/(${[folder, ...allowed].join('|')})/` },
});

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    only('event'),
    only('identity', 'event'),
    only('observe', 'event', 'identity'),
    only('source', 'event', 'identity', 'observe'),
    only('transform', 'event', 'identity', 'observe'),
    only('destination', 'event', 'identity', 'observe'),
    only('store', 'event', 'identity', 'observe'),
    only('reconcile', 'event'),
    only('ingest', 'event', 'identity', 'observe', 'source', 'transform', 'destination', 'store'),
    only('dispatch', 'event', 'identity', 'observe', 'destination', 'store'),
    {
      name: 'testing-sees-contracts-only',
      severity: 'error',
      from: { path: `${core}/testing/`, pathNot: '\\.test\\.ts$' },
      to: { path: `${core}/(ingest|dispatch|pipeline|store/(memory|lmdb|engine))/` },
    },
    {
      name: 'tsyringe-in-the-container-only',
      severity: 'error',
      from: { pathNot: `${core}/pipeline/container\\.ts$` },
      to: { path: 'node_modules/(tsyringe|reflect-metadata)/' },
    },
    {
      name: 'rxjs-in-dispatch-observe-source',
      severity: 'error',
      from: { path: core, pathNot: `${core}/(dispatch|observe|source)/|\\.test(-d)?\\.ts$` },
      to: { path: 'node_modules/rxjs/' },
    },
    {
      name: 'opentelemetry-in-observe-only',
      severity: 'error',
      from: { path: core, pathNot: `${core}/observe/|\\.test\\.ts$` },
      to: { path: 'node_modules/@opentelemetry/' },
    },
    {
      name: 'plugins-see-core-only',
      severity: 'error',
      from: { path: `${plugins}/src`, pathNot: '\\.test(-d)?\\.ts$|/__fixtures__/' },
      to: { path: '^packages/', pathNot: ['^packages/core/src/index\\.ts$', `${plugins}/src`] },
    },
    {
      name: 'plugins-never-see-each-other',
      severity: 'error',
      from: { path: '^packages/((destination|source)-[^/]+)/' },
      to: { path: plugins, pathNot: '^packages/$1/' },
    },
    {
      name: 'reconcile-sees-core-only',
      severity: 'error',
      from: { path: '^packages/reconcile/src', pathNot: '\\.test(-d)?\\.ts$|/__fixtures__/' },
      to: { path: '^packages/(?!reconcile/)', pathNot: '^packages/core/src/index\\.ts$' },
    },
    {
      name: 'core-sees-no-plugin',
      severity: 'error',
      from: { path: core, pathNot: '\\.test(-d)?\\.ts$' },
      to: { path: '^packages/(?!core/)' },
    },
    {
      name: 'sandbox-stands-alone',
      severity: 'error',
      from: { path: '^packages/sandbox/src' },
      to: { path: '^packages/(?!sandbox/)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      conditionNames: ['@millrace/source', 'import', 'require', 'node', 'default', 'types'],
      exportsFields: ['exports'],
    },
  },
};

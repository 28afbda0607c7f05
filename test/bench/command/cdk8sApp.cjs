/** A cdk8s app, run as a process of its own in a folder with tenants.json: `cdk8sApp.cjs all` or `one`. */
const { ApiObject, App, Chart, YamlOutputType } = require('cdk8s');
const { readFileSync } = require('node:fs');
const { parse } = require('yaml');

const { anybody, names, templates } = JSON.parse(
  readFileSync('tenants.json', 'utf8'),
);
const one = process.argv[2] === 'one';
const app = new App({
  outdir: 'out',
  yamlOutputType: YamlOutputType.FILE_PER_RESOURCE,
});
const objects = templates.map(text => JSON.stringify(parse(text)));
for (const name of one ? names.slice(0, 1) : names) {
  const chart = new Chart(app, name, { disableResourceNameHashes: true });
  objects.forEach((object, index) => {
    // A construct adds itself to its scope.
    // eslint-disable-next-line no-new
    new ApiObject(
      chart,
      `object-${index}`,
      JSON.parse(object.replaceAll(anybody, name)),
    );
  });
}
if (one) process.stdout.write(app.synthYaml());
else app.synth();

// Reads SBOMs of CycloneDX, and fails for a component with no licence, or none that goes with ours.
import { readFileSync } from 'node:fs'

const known = [
  'Apache-2.0', 'MIT', 'MIT-0', 'BSD-2-Clause', 'BSD-3-Clause', 'EPL-1.0', 'EPL-2.0', 'CC0-1.0', 'Unlicense',
  'GPL-2.0-with-classpath-exception',
]
const unknown = []
let components = 0
for (const file of process.argv.slice(2)) {
  for (const component of JSON.parse(readFileSync(file, 'utf8')).components ?? []) {
    components++
    const names = (component.licenses ?? []).flatMap(({ license, expression }) =>
      expression ? expression.split(/\s+OR\s+|[()]/) : [license.id ?? license.name])
    // of several, one may be chosen
    if (!names.some((name) => known.includes(name?.trim()))) {
      unknown.push(`${component.group}:${component.name}:${component.version}: ${names.join(', ') || 'none'}`)
    }
  }
}
if (components === 0 || unknown.length > 0) {
  console.error(`.ci/licences.mjs: of ${components} components these have no known licence:\n${[...new Set(unknown)].join('\n')}`)
  process.exit(1)
}
console.log(`${components} components have known licences`)

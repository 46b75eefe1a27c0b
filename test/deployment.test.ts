import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { daicho } from './cli/running.ts'

type Service = {
  readonly image?: string
  readonly build?: string
  readonly command?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  readonly ports?: readonly string[]
  readonly volumes?: readonly string[]
  readonly profiles?: readonly string[]
  readonly networks?: readonly string[]
  readonly restart?: string
  readonly read_only?: boolean
  readonly cap_drop?: readonly string[]
  readonly security_opt?: readonly string[]
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>
  readonly healthcheck?: { readonly test: readonly string[] }
}
type Compose = {
  readonly services: Readonly<Record<string, Service>>
  readonly networks: Readonly<Record<string, { readonly internal?: boolean } | null>>
  readonly volumes: Readonly<Record<string, null>>
}

const read = (path: string): string => readFileSync(path, 'utf8')
const text = read('docker-compose.yml')
const { services, networks, volumes } = parse(text, { merge: true }) as Compose
const entries = Object.entries(services)
const ours = entries.filter(([, { image }]) => image?.startsWith('daicho:'))
/** An exact version: three numbers, or two as PostgreSQL has them, perhaps with the system it stands on. */
const PINNED = /^[a-z0-9./-]+:\d+\.\d+(?:\.\d+)?(?:-[a-z0-9-]+)?$/

describe('docker-compose.yml', () => {
  test('two API nodes, two workers, PostgreSQL and KurrentDB; the profile brings three nodes', () => {
    const of = (profile: string | undefined): readonly string[] =>
      entries.filter(([, { profiles }]) => profiles?.[0] === profile).map(([name]) => name)
    expect(of(undefined)).toEqual(['api-1', 'api-2', 'worker-1', 'worker-2', 'postgres', 'kurrentdb'])
    const cluster = of('cluster')
    expect(cluster).toEqual(['kurrentdb-1', 'kurrentdb-2', 'kurrentdb-3'])
    for (const name of cluster) {
      const {
        KURRENTDB_CLUSTER_SIZE: size,
        KURRENTDB_GOSSIP_SEED: seeds,
        ...env
      } = services[name]?.environment ?? {}
      expect(size).toBe('3')
      expect(seeds?.split(',')).toEqual(cluster.filter((each) => each !== name).map((each) => `${each}:2113`))
      expect(env['KURRENTDB_NODE_HOST_ADVERTISE_AS']).toBe(name)
    }
    expect(read('.env.example')).toContain(cluster.map((name) => `${name}:2113`).join(','))
  })

  test('speaks to the program in words it knows: variables, commands and their options', async () => {
    expect(ours).toHaveLength(4)
    const config = read('src/config.ts')
    for (const [name, { environment = {}, command = [] }] of ours) {
      for (const variable of Object.keys(environment))
        expect(config, name).toMatch(new RegExp(`\\b${variable}\\b`))
      const [verb = '', ...args] = command
      const { code, stdout } = await daicho([verb, '--help'])
      expect([name, code]).toEqual([name, 0])
      for (const option of args.filter((each) => each.startsWith('--'))) expect(stdout).toContain(option)
    }
  })

  test('holds no secret: each is asked for, and has no default', () => {
    for (const [name, { environment = {} }] of entries)
      for (const [variable, value] of Object.entries(environment)) {
        if (/TOKEN|PASSWORD|SECRET/.test(variable))
          expect(value, `${name} ${variable}`).toMatch(/^\$\{[A-Z_]+:\?[^}]+\}$/)
        const secret = /:\/\/[^:/@]+:(.*)@/.exec(value)?.[1]
        if (secret !== undefined) expect(secret, `${name} ${variable}`).toMatch(/^\$\{[A-Z_]+:\?[^}]+\}$/)
      }
    const asked = new Set([...text.matchAll(/\$\{([A-Z_]+):\?/g)].map(([, variable]) => variable))
    const example = read('.env.example')
    for (const variable of asked) expect(example).toMatch(new RegExp(`^${variable}=$`, 'm'))
    expect(read('.gitignore').split('\n')).toContain('.env')
  })

  test('every service has an exact version, a health check, and comes back by itself', () => {
    for (const [name, { image, healthcheck, restart }] of entries) {
      expect(image, name).toMatch(PINNED)
      expect(healthcheck?.test.length, name).toBeGreaterThan(1)
      expect(restart, name).toBe('unless-stopped')
    }
    const { version } = JSON.parse(read('package.json')) as { version: string }
    for (const [, { image }] of ours) expect(image).toBe(`daicho:${version}`)
  })

  test('only the API is to be reached, from this machine alone', () => {
    expect(networks).toEqual({ frontend: null, backend: { internal: true } })
    for (const [name, { ports, networks: joined }] of entries) {
      const isApi = name.startsWith('api-')
      expect(joined, name).toEqual(isApi ? ['frontend', 'backend'] : ['backend'])
      if (!isApi) expect(ports, name).toBeUndefined()
      for (const port of ports ?? [])
        expect(port, name).toMatch(/^127\.0\.0\.1:\$\{DAICHO_PORT_\d:-\d+\}:3000$/)
    }
  })

  test('what runs the program can write nothing but /tmp and gains no rights; it waits for its databases', () => {
    for (const [name, service] of ours) {
      expect(service, name).toMatchObject({
        build: '.',
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
        depends_on: {
          kurrentdb: { condition: 'service_healthy' },
          postgres: { condition: 'service_healthy' },
        },
      })
      expect(service.volumes, name).toBeUndefined()
    }
  })

  test('what the databases keep lies in a volume each of its own', () => {
    const used = entries.flatMap(([, each]) => each.volumes ?? []).map((volume) => volume.split(':')[0] ?? '')
    expect(new Set(used).size).toBe(used.length)
    expect(used.sort()).toEqual(Object.keys(volumes).sort())
    expect(services['postgres']?.volumes).toEqual(['postgres:/var/lib/postgresql/data'])
  })
})

describe('Dockerfile', () => {
  const dockerfile = read('Dockerfile')
  const instructions = dockerfile
    .replace(/\\\n\s*/g, ' ')
    .split('\n')
    .filter((line) => /^[A-Z]+ /.test(line))
  const of = (name: string): readonly string[] =>
    instructions.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1))

  test('stands on the exact Node that the project is tested with', () => {
    const { devDependencies } = JSON.parse(read('package.json')) as {
      devDependencies: Record<string, string>
    }
    expect(of('ARG')).toEqual([`NODE=node:${devDependencies['node']}-bookworm-slim`])
    expect(of('FROM').every((from) => from.startsWith('${NODE}'))).toBe(true)
  })

  test('installs from the lock file, and nothing that a server does not need', () => {
    const installs = of('RUN').filter((run) => run.includes('npm ') && !run.includes('npm run'))
    expect(installs.map((run) => run.split(' && ')[0])).toEqual([
      'npm ci --ignore-scripts',
      'npm ci --omit=dev --ignore-scripts',
    ])
    const last = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '))
    const copied = [...last.matchAll(/^COPY (?:--from=\S+ )?(\S+)/gm)].map(([, path]) => path)
    expect(copied).toEqual(['/dependencies/node_modules', 'package.json', 'bin', '/build/dist'])
  })

  test('runs as nobody in particular, and is asked by Node whether it is ready', () => {
    expect(of('USER')).toEqual(['1000:1000'])
    expect(of('HEALTHCHECK')[0]).toContain('CMD ["node", "-e"')
    expect(of('HEALTHCHECK')[0]).toContain('/v1/ready')
    expect(of('ENTRYPOINT')).toEqual(['["node", "/daicho/bin/daicho.js"]'])
    expect(dockerfile).not.toMatch(/curl|wget|:latest/)
  })

  test('is built from what it copies, and from nothing else that lies here', () => {
    const ignore = read('.dockerignore').split('\n').filter((line) => line !== '' && !line.startsWith('#')) // prettier-ignore
    const copied = of('COPY')
      .filter((copy) => !copy.startsWith('--from'))
      .flatMap((copy) => copy.split(' ').slice(0, -1))
    expect(ignore[0]).toBe('*')
    expect(new Set(ignore.slice(1).map((line) => line.slice(1)))).toEqual(new Set(copied))
  })
})

describe('docs/operations.md', () => {
  const page = read('docs/operations.md')

  test('tells what each variable of the environment means', () => {
    const variables = new Set(read('src/config.ts').match(/\bDAICHO_[A-Z_]+\b/g))
    expect(variables.size).toBeGreaterThan(5)
    for (const variable of variables) expect(page).toMatch(new RegExp(`^\\| \`${variable}\` +\\|`, 'm'))
  })

  test('names everything that is measured', () => {
    const code = read('src/api/metrics.ts') + read('src/cli/views.ts')
    const measured = new Set(code.match(/\bdaicho_[a-z_]+[a-z]\b/g))
    expect(measured.size).toBeGreaterThanOrEqual(7)
    for (const name of measured) expect(page).toContain(`\`${name}\``)
  })
})

test('README.md names every command', async () => {
  const { stdout } = await daicho(['--help'])
  const commands = [...stdout.matchAll(/^ {2}([a-z]+) (?:\[options\]|<)/gm)].map(
    ([, command = '']) => command,
  )
  expect(commands).toContain('serve')
  for (const command of commands) expect(read('README.md')).toMatch(new RegExp(`^\\| \`${command}[ \`]`, 'm'))
})

import { readService } from "./readService.ts"
import { readSuite } from "./readSuite.ts"
import type { Service } from "./Service.ts"
import type { Workspace } from "./Workspace.ts"

/** What adapters are written against, as the application's sources say it. */
export interface Kit {
  readonly ports: ReadonlyArray<Port>
  /** Ports that no adapter can be held to. There should be none. */
  readonly withoutSuite: ReadonlyArray<Service>
}

/** A port, and the suite that its adapters are held to. */
export interface Port extends Service {
  readonly suite: Suite
}

export interface Suite {
  /** `teamStoreContract` */
  readonly name: string
  /** Whether it is given a StoreUnderTest, rather than a layer with the port and its stage. */
  readonly forStores: boolean
  /** By name, the ports that the layer has to bring too. */
  readonly partners: ReadonlyArray<string>
  readonly stages: ReadonlyArray<Service>
}

const application = "packages/application/src"

/** Reads the ports, their contract suites and the stages of those. */
export const readKit = (workspace: Workspace): Kit => {
  const sourcesIn = (folder: string) =>
    workspace
      .names(`${application}/${folder}`)
      .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
      .toSorted()
      .map((name) => ({
        module: `@incident-teams/application/${folder}/${name.slice(0, -3)}`,
        text: workspace.read(`${application}/${folder}/${name}`) ?? ""
      }))
  const ports = sourcesIn("ports").flatMap(({ module, text }) => readService(module, text) ?? [])
  const testing = sourcesIn("testing")
  const stages = testing.flatMap(({ module, text }) => readService(module, text) ?? [])
  const suites = testing.flatMap(({ text }) => readSuite(text) ?? [])
  const suiteOf = (port: Service) => suites.find(({ name }) => name === suiteNameOf(port))
  return {
    ports: ports.flatMap((port): ReadonlyArray<Port> => {
      const suite = suiteOf(port)
      if (suite === undefined) return []
      const brought = ({ name }: Service) => suite.services.includes(name)
      const partners = ports.filter((other) => other !== port && brought(other)).map(({ name }) => name)
      const { forStores, name } = suite
      return [{ ...port, suite: { name, forStores, partners, stages: stages.filter(brought) } }]
    }),
    withoutSuite: ports.filter((port) => suiteOf(port) === undefined)
  }
}

const suiteNameOf = ({ name }: Service): string => `${name.charAt(0).toLowerCase()}${name.slice(1)}Contract`

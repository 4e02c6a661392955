import * as IncidentTeamsClient from "@incident-teams/api/IncidentTeamsClient"
import { Effect, Redacted } from "effect"
import { inject, onTestFinished } from "vitest"
import { boundedHttp } from "../src/connection/http.ts"
import { beginning } from "../src/console/State.ts"
import { begin } from "../src/console/update.ts"
import type { Size } from "../src/look/Size.ts"
import { carryOut } from "../src/outside/carryOut.ts"
import { followed } from "../src/outside/followed.ts"
import { showConsole } from "../src/outside/showConsole.tsx"
import { makeStore } from "../src/outside/Store.ts"
import { wayOver } from "../src/outside/wayTo.ts"
import { emulatedTerminal } from "./emulatedTerminal.ts"
import { tokenOf } from "./simulated.ts"
import { Input, Output } from "./streams.ts"

const codes: Readonly<Record<string, string>> = {
  up: "\u001b[A",
  down: "\u001b[B",
  right: "\u001b[C",
  left: "\u001b[D",
  enter: "\r",
  esc: "\u001b",
  tab: "\t",
  "shift+tab": "\u001b[Z",
  delete: "\u001b[3~",
  backspace: "\u007f",
  pagedown: "\u001b[6~"
}

/** What a terminal sends for a key. */
const sentBy = (key: string): string =>
  codes[key] ?? (key.startsWith("ctrl+") ? String.fromCodePoint((key.codePointAt(5) ?? 0) - 96) : key)

export interface OpenedConsole {
  readonly server?: string
  /** Default: the one that the simulator gives. */
  readonly token?: () => Promise<string>
  readonly readonly?: boolean
  readonly size?: Size
  /** A screen reader reads it. */
  readonly isRead?: boolean
  readonly environment?: Readonly<Record<string, string>>
}

/** Milliseconds; it only says that something hangs. */
const patience = 240_000

/**
 * The console as somebody of the sample tenant has it in front of them: on a terminal, typed into key by key, over the
 * contract's client on the real server.
 */
export const consoleOf = async (who: string, options: OpenedConsole = {}) => {
  const size = options.size ?? { columns: 100, rows: 30 }
  const server = options.server ?? inject("sandbox").url
  const token = options.token ?? (() => tokenOf(who))
  const client = await Effect.runPromise(
    IncidentTeamsClient.make({ baseUrl: server, token: Effect.map(Effect.promise(token), Redacted.make) }).pipe(
      Effect.provide(boundedHttp)
    )
  )
  const way = () => Promise.resolve(wayOver(server, client))
  const written: Array<string> = []
  let isLeft = false
  const store = makeStore(
    begin(
      beginning({
        server,
        wantedWorkspace: "soc-prod",
        readonly: options.readonly ?? false,
        now: Date.now(),
        size,
        seed: crypto.randomUUID()
      })
    ),
    carryOut({
      way,
      terminal: {
        output: { write: (text) => written.push(text) },
        environment: options.environment ?? { SSH_CONNECTION: "here" },
        platform: "linux"
      },
      suspend: () => Promise.resolve(),
      leave: () => {
        isLeft = true
      }
    })
  )
  const live = followed(way, store.dispatch)
  store.subscribe(() => live.to(store.state()))
  const terminal = emulatedTerminal(size)
  const watching = new Set<() => void>()
  const notices = new Set<string>()
  store.subscribe(() => {
    const { notice } = store.state()
    if (notice === undefined || notices.has(notice.text)) return
    notices.add(notice.text)
    for (const look of watching) look()
  })
  const stdin = new Input()
  const stdout = new Output(size, (text) =>
    terminal.write(text, () => {
      for (const look of watching) look()
    })
  )
  const awaitingKey = new Set<() => void>()
  const { unmount } = showConsole({
    store: {
      ...store,
      dispatch: (message) => {
        store.dispatch(message)
        if (message._tag !== "Pressed") return
        for (const taken of awaitingKey) taken()
        awaitingKey.clear()
      }
    },
    stdin: stdin.asStream,
    stdout: stdout.asStream,
    colors: false,
    isRead: options.isRead ?? false
  })
  const ticking = setInterval(() => store.dispatch({ _tag: "Ticked", now: Date.now() }), 200)
  const close = (): void => {
    clearInterval(ticking)
    live.stop()
    unmount()
  }
  onTestFinished(close)

  const { screen } = terminal
  /** Waits until it is so, be it for one frame; a failure shows the screen as it was. */
  const until = async (is: () => boolean, what: string): Promise<void> => {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const look = (): void => {
      if (is()) resolve()
    }
    watching.add(look)
    look()
    const giveUp = setTimeout(() => reject(new Error(`The console never ${what}:\n${screen()}`)), patience)
    await promise.finally(() => {
      clearTimeout(giveUp)
      watching.delete(look)
    })
  }
  const sees = async (...texts: ReadonlyArray<string | RegExp>): Promise<void> => {
    for (const text of texts) {
      const fits = (): boolean => (typeof text === "string" ? screen().includes(text) : text.test(screen()))
      await until(fits, `shows ${text}`)
    }
  }
  /** One key at a time, each once the one before it was taken: Ink keeps Esc until nothing has followed it for a while. */
  const press = async (...keys: ReadonlyArray<string>): Promise<void> => {
    for (const key of keys) {
      const { promise: taken, resolve } = Promise.withResolvers<void>()
      awaitingKey.add(resolve)
      stdin.type(sentBy(key))
      await taken
    }
  }
  return {
    screen,
    sees,
    /** Waits for a notice with this text: on a slow machine the next one may replace it before a frame is drawn. */
    isNotified: (text: string) =>
      until(() => [...notices].some((one) => one.includes(text)), `gives the notice ${text}`),
    press,
    type: (text: string) => press(...text.split("")),
    /** Takes what isn't there any more: waits until it is gone. */
    loses: (text: string) => until(() => !screen().includes(text), `loses ${text}`),
    /** What went to the terminal beside the screen: OSC 52, which sets its clipboard. */
    clipboard: () =>
      written.flatMap((one) => {
        const [, set, text] = one.split(";")
        return set === "c" && text !== undefined ? [Buffer.from(text.slice(0, -1), "base64").toString()] : []
      }),
    isLeft: () => isLeft,
    state: store.state,
    tell: store.dispatch,
    /** Filters the list down to one incident, and puts the cursor on it. */
    goTo: async (number: string) => {
      await sees("by age")
      await press("/")
      await press(...`#${number}`.split(""), "enter")
      await sees(new RegExp(`› .*#${number} `, "u"))
    },
    close
  }
}

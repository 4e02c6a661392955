import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import process from "node:process"
import { Effect, Option, Schema } from "effect"
import { SignInsUnusable } from "./SessionFailure.ts"
import { SignedIn } from "./SignedIn.ts"
import { stateFolder } from "./stateFolder.ts"

/** Their owner's alone: folder and files. */
const ownFolder = 0o700
const ownFile = 0o600

const text = Schema.fromJsonString(Schema.toCodecJson(SignedIn))
const decode = Schema.decodeOption(text)
const encode = Schema.encodeEffect(text)

const folder = stateFolder.pipe(Effect.orDie)
const fileOf = (server: string) => Effect.map(folder, (path) => join(path, `${encodeURIComponent(server)}.json`))
const lastFile = Effect.map(folder, (path) => join(path, "last-server"))

const unusable = (file: string) => (cause: unknown) =>
  new SignInsUnusable({
    detail: `${file} can't be used: ${cause instanceof Error ? cause.message : String(cause)}`,
    remedy:
      "Make its folder readable and writable for your account, set XDG_STATE_HOME to another folder, or set INCIDENT_TEAMS_TOKEN.",
    cause
  })

const isMissing = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "ENOENT"

const read = (file: string): Effect.Effect<Option.Option<string>, SignInsUnusable> =>
  Effect.tryPromise({ try: () => readFile(file, "utf8"), catch: (error) => error }).pipe(
    Effect.map(Option.some),
    Effect.catch((error) => (isMissing(error) ? Effect.succeed(Option.none()) : Effect.fail(unusable(file)(error))))
  )

/** Whole or not at all, and at no moment readable by anybody else: a new file takes the old one's name. */
const write = (file: string, content: string): Effect.Effect<void, SignInsUnusable> =>
  Effect.flatMap(folder, (path) =>
    Effect.tryPromise({
      try: async () => {
        await mkdir(path, { recursive: true, mode: ownFolder })
        const beside = `${file}.${process.pid}.new`
        await rm(beside, { force: true })
        // wx: nobody may have put something in its place.
        await writeFile(beside, content, { mode: ownFile, flag: "wx" })
        await rename(beside, file)
      },
      catch: unusable(file)
    })
  )

/** Who is signed in to this server, if somebody is. A file that isn't ours to understand counts as nobody. */
export const signedInTo = (server: string): Effect.Effect<Option.Option<SignedIn>, SignInsUnusable> =>
  fileOf(server).pipe(
    Effect.flatMap(read),
    Effect.map(Option.flatMap(decode)),
    Effect.map(Option.filter((signedIn) => signedIn.server === server))
  )

/** Keeps a sign-in, in place of the one before. */
export const keep = (signedIn: SignedIn): Effect.Effect<void, SignInsUnusable> =>
  Effect.gen(function* () {
    yield* write(yield* fileOf(signedIn.server), yield* Effect.orDie(encode(signedIn)))
  })

/** Forgets a sign-in; false where there was none. */
export const forget = (server: string): Effect.Effect<boolean, SignInsUnusable> =>
  Effect.flatMap(fileOf(server), (file) =>
    Effect.tryPromise({ try: () => rm(file), catch: (error) => error }).pipe(
      Effect.as(true),
      Effect.catch((error) => (isMissing(error) ? Effect.succeed(false) : Effect.fail(unusable(file)(error))))
    )
  )

/** The server that somebody signed in to last: meant where none is named. */
export const lastServer: Effect.Effect<Option.Option<string>, SignInsUnusable> = Effect.flatMap(lastFile, read).pipe(
  Effect.map(Option.map((content) => content.trim())),
  Effect.map(Option.filter((server) => URL.canParse(server)))
)

export const rememberServer = (server: string): Effect.Effect<void, SignInsUnusable> =>
  Effect.flatMap(lastFile, (file) => write(file, `${server}\n`))

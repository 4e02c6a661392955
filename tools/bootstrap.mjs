// @ts-check
/**
 * Runs a command of the workspace on any machine that has Node 18 or later and npm:
 *
 *     node tools/bootstrap.mjs <command> [argument ...]
 *
 * It brings what is missing first: Node and pnpm themselves (npm installs them from tools/toolchain), then the
 * workspace's packages. Both are remembered by a stamp, so that a warm start only compares two hashes. Everything that
 * the installers say goes to stderr; stdout belongs to the command.
 *
 * No dependency and no syntax newer than Node 18: this is the one file that runs before anything is installed.
 */
import { spawn, spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs"
import { constants, tmpdir } from "node:os"
import { delimiter, dirname, join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { fileURLToPath } from "node:url"

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const toolchain = join(root, "tools", "toolchain")
const windows = process.platform === "win32"
const manifest = readFileSync(join(root, "package.json"), "utf8")
const wantedNode = /"node": ">=([\d.]+)"/.exec(manifest)?.[1]?.split(".")
const wantedPnpm = /"packageManager": "pnpm@([\d.]+)"/.exec(manifest)?.[1]
if (!wantedNode || !wantedPnpm) throw new Error('package.json must say "node": ">=…" and "packageManager": "pnpm@…"')

/** What is installed into a folder, from which lockfile. The stamp is written last, so half an install has none. */
const workspacePackages = { folder: root, lockfile: "pnpm-lock.yaml" }
const toolchainPackages = { folder: toolchain, lockfile: "package-lock.json" }

/** @typedef {typeof workspacePackages} Packages */

/** @param {Packages} packages */
const stampFile = (packages) => join(packages.folder, "node_modules", ".bootstrap-stamp")

/** @param {Packages} packages */
const stampOf = ({ folder, lockfile }) =>
  createHash("sha256")
    .update(`${process.platform} ${process.arch}\n`)
    .update(readFileSync(join(folder, lockfile)))
    .digest("hex")

/** @param {Packages} packages */
const isInstalled = (packages) =>
  existsSync(stampFile(packages)) && readFileSync(stampFile(packages), "utf8") === stampOf(packages)

const nodeIsRecent = () => {
  const current = process.versions.node.split(".")
  for (let part = 0; part < 3; part++) {
    const difference = Number(current[part]) - Number(wantedNode[part] ?? 0)
    if (difference !== 0) return difference > 0
  }
  return true
}

/** Started by `pnpm run`, the user agent tells. Asked outside the repository, whose settings pnpm would obey. */
const pnpmIsTheOne = () => {
  const agent = /^pnpm\/(\S+)/.exec(process.env["npm_config_user_agent"] ?? "")
  if (agent) return agent[1] === wantedPnpm
  const asked = spawnSync("pnpm", ["--version"], { cwd: tmpdir(), encoding: "utf8", shell: windows })
  return asked.status === 0 && asked.stdout.trim() === wantedPnpm
}

const needsToolchain = () => existsSync(stampFile(toolchainPackages)) || !nodeIsRecent() || !pnpmIsTheOne()

/** The process that we wait for at the moment: an installer, or the command itself. */
let running = /** @type {import("node:child_process").ChildProcess | undefined} */ (undefined)
let askedToEnd = /** @type {NodeJS.Signals | undefined} */ (undefined)

/**
 * A terminal sends SIGINT to the whole foreground group, so that our child has it already; without one we pass it on.
 * Ending is then up to the child, and we follow it; with no child, we end at once.
 *
 * @param {NodeJS.Signals} signal
 */
const onSignal = (signal) => {
  askedToEnd = signal
  const terminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY
  if (!running) process.exit(128 + constants.signals[signal])
  else if (signal !== "SIGINT" || !terminal) running.kill(signal)
}
const signals = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])
for (const signal of signals) process.on(signal, onSignal)

// npm runs us by way of a shell, which doesn't hand a signal on: it ends, and we are left behind. That is our SIGTERM.
const parent = process.ppid
if (process.env["npm_lifecycle_event"]) {
  const watching = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watching)
    onSignal("SIGTERM")
  }, 200).unref()
}

/**
 * Runs to the end. On Windows commands are .cmd files, which only a shell starts.
 *
 * @param {ReadonlyArray<string>} command
 * @param {import("node:child_process").SpawnOptions} options
 * @returns {Promise<{ code: number | null, signal: NodeJS.Signals | null }>}
 */
const run = ([name = "", ...args], options) =>
  new Promise((resolve, reject) => {
    const quoted = windows ? args.map((arg) => `"${arg.replaceAll('"', '\\"')}"`) : args
    running = spawn(name, quoted, { ...options, shell: windows })
    running.once("error", reject)
    running.once("exit", (code, signal) => {
      running = undefined
      resolve({ code, signal })
    })
  })

/**
 * @param {Packages} packages
 * @param {ReadonlyArray<string>} command
 */
const install = async (packages, command) => {
  if (isInstalled(packages)) return
  console.error(`${command.slice(0, 2).join(" ")} in ${packages.folder}`)
  rmSync(stampFile(packages), { force: true })
  // In production mode an installer would leave out the tools that build and test.
  const { NODE_ENV: _production, ...env } = process.env
  const ending = run(command, { cwd: packages.folder, env, stdio: ["ignore", 2, 2] })
  writeFileSync(lockFile, `${process.pid} ${running?.pid ?? process.pid}`)
  const { code, signal } = await ending
  const ended = askedToEnd ?? signal
  if (ended) process.exit(128 + constants.signals[ended])
  if (code !== 0) {
    throw new Error(
      `"${command.join(" ")}" failed with exit code ${code} in ${packages.folder}: see above. Is the package registry within reach?`
    )
  }
  writeFileSync(stampFile(packages), stampOf(packages))
}

const lockFile = join(root, ".bootstrap.lock")
const lockKeptEveryMillis = 5_000
/** Not kept for so long, the lock is nobody's, even where its process id belongs to some process again. */
const lockStaleAfterMillis = 30_000

const lockIsMine = () => existsSync(lockFile) && readFileSync(lockFile, "utf8").startsWith(`${process.pid} `)

/** @param {number} pid */
const isAlive = (pid) => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // With any other answer, the system knows the process: one of another user's, for instance.
    return !(error instanceof Error && "code" in error && error.code === "ESRCH")
  }
}

/**
 * Who has the lock, undefined where it is free: the process that took it, else the installer that it left behind when
 * it was killed. An empty file is just being written.
 */
const lockHolder = () => {
  try {
    const pids = readFileSync(lockFile, "utf8").split(" ").map(Number)
    if (pids[0] === process.pid || Date.now() - statSync(lockFile).mtimeMs > lockStaleAfterMillis) return undefined
    return pids.find((pid) => pid === 0 || isAlive(pid))
  } catch {
    return undefined
  }
}

/** Two commands may begin together: one installs, the others wait. Resolves with what gives the lock back. */
const takeLock = async () => {
  for (let said = false; ; await sleep(100)) {
    const holder = lockHolder()
    if (holder !== undefined) {
      if (!said) console.error(`waiting for another command that is installing (process ${holder})`)
      said = true
      continue
    }
    rmSync(lockFile, { force: true })
    try {
      writeFileSync(lockFile, `${process.pid} ${process.pid}`, { flag: "wx" })
    } catch {
      continue
    }
    // Another process that saw the same stale lock may have removed ours instead. The one in it a moment later has it.
    await sleep(100)
    if (lockIsMine()) break
  }
  const keep = () => (lockIsMine() ? utimesSync(lockFile, new Date(), new Date()) : undefined)
  const keeping = setInterval(keep, lockKeptEveryMillis)
  const giveBack = () => {
    clearInterval(keeping)
    if (lockIsMine()) rmSync(lockFile, { force: true })
  }
  process.once("exit", giveBack)
  return giveBack
}

const prepare = async () => {
  const withToolchain = needsToolchain()
  if (isInstalled(workspacePackages) && (!withToolchain || isInstalled(toolchainPackages))) return withToolchain
  const giveBack = await takeLock()
  try {
    if (withToolchain) await install(toolchainPackages, ["npm", "ci", "--include=optional", "--no-audit", "--no-fund"])
    usePath(withToolchain)
    await install(workspacePackages, ["pnpm", "install", "--frozen-lockfile"])
  } finally {
    giveBack()
  }
  return withToolchain
}

/** @param {boolean} withToolchain */
const usePath = (withToolchain) => {
  const first = [join(root, "node_modules", ".bin")]
  if (withToolchain) first.unshift(join(toolchain, "node_modules", ".bin"))
  const rest = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => !first.includes(folder))
  process.env["PATH"] = [...first, ...rest].join(delimiter)
}

try {
  const command = process.argv.slice(2)
  if (command.length === 0) throw new Error("Usage: node tools/bootstrap.mjs <command> [argument ...]")
  usePath(await prepare())
  const { code, signal } = await run(command, { stdio: "inherit" })
  if (signal) {
    for (const name of signals) process.off(name, onSignal)
    process.kill(process.pid, signal)
  }
  process.exitCode = code ?? 1
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

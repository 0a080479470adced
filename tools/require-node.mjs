// Says clearly what is wrong where the bundled Node.js did not arrive and the machine's own is too old.
// Plain JavaScript: an old Node.js has to be able to read it.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  console.error(
    `Heddle needs Node.js 22.19 or newer, and this is ${process.versions.node} (${process.execPath}).\n` +
      'It is installed with the other dependencies on Linux and macOS (x64 and arm64): run this as a pnpm script, such as `npx -y pnpm@12 test`.\n' +
      'If that is what you did, the download of the optional package failed: run `npx -y pnpm@12 install --force`, or install Node.js yourself.',
  );
  process.exit(1);
}

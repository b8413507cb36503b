// SHA-256 of a file of this computer, piece by piece, in the page itself: nothing of the file is sent, its name neither.
// The browser's own function needs the whole file in memory, so the sum is computed here (FIPS 180-4).
"use strict";

(() => {
  const PIECE = 1 << 20;
  const root = (n, power) => {
    const whole = n ** (1 / power);
    return Math.floor((whole - Math.floor(whole)) * 4294967296);
  };
  const primes = [];
  for (let n = 2; primes.length < 64; n += 1) if (primes.every((prime) => n % prime)) primes.push(n);
  const K = Uint32Array.from(primes, (prime) => root(prime, 3));

  class Sum {
    constructor() {
      this.state = Uint32Array.from(primes.slice(0, 8), (prime) => root(prime, 2));
      this.rest = new Uint8Array(0);
      this.size = 0;
      this.words = new Uint32Array(64);
    }

    add(bytes) {
      this.size += bytes.length;
      const all = new Uint8Array(this.rest.length + bytes.length);
      all.set(this.rest);
      all.set(bytes, this.rest.length);
      const whole = all.length - (all.length % 64);
      const view = new DataView(all.buffer);
      for (let at = 0; at < whole; at += 64) this.block(view, at);
      this.rest = all.slice(whole);
    }

    block(view, at) {
      const turn = (word, by) => (word >>> by) | (word << (32 - by));
      const { words } = this;
      for (let n = 0; n < 16; n += 1) words[n] = view.getUint32(at + 4 * n);
      for (let n = 16; n < 64; n += 1) {
        const one = words[n - 15];
        const two = words[n - 2];
        const small = turn(one, 7) ^ turn(one, 18) ^ (one >>> 3);
        const large = turn(two, 17) ^ turn(two, 19) ^ (two >>> 10);
        words[n] = words[n - 16] + small + words[n - 7] + large;
      }
      let [a, b, c, d, e, f, g, h] = this.state;
      for (let n = 0; n < 64; n += 1) {
        const first = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[n] + words[n]) | 0;
        const second = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
      }
      [a, b, c, d, e, f, g, h].forEach((word, n) => { this.state[n] += word; });
    }

    hex() {
      const { size } = this;
      const end = new Uint8Array((this.rest.length < 56 ? 64 : 128) - this.rest.length);
      const view = new DataView(end.buffer);
      end[0] = 0x80;
      view.setUint32(end.length - 8, Math.floor(size / 536870912));
      view.setUint32(end.length - 4, (size * 8) % 4294967296);
      this.add(end);
      return Array.from(this.state, (word) => word.toString(16).padStart(8, "0")).join("");
    }
  }

  const box = document.querySelector("[data-hash]");
  if (!box) return;
  const file = box.querySelector("input");
  const told = box.querySelector("[role=status]");
  const field = (name) => document.querySelector(`[name=${name}]`);
  let latest = 0;
  box.hidden = false;
  field("sha256").addEventListener("input", () => { // what a hand changes was not computed here
    if (field("hashed")) field("hashed").value = "typed";
  });

  file.addEventListener("change", async () => {
    const [chosen] = file.files;
    latest += 1;
    const mine = latest;
    if (!chosen) return;
    const sum = new Sum();
    try {
      for (let at = 0; at < chosen.size; at += PIECE) {
        sum.add(new Uint8Array(await chosen.slice(at, at + PIECE).arrayBuffer()));
        if (mine !== latest) return;
        told.textContent = `${box.dataset.working} ${Math.floor((100 * Math.min(at + PIECE, chosen.size)) / chosen.size)} %`;
      }
    } catch {
      told.textContent = box.dataset.failed;
      return;
    }
    const { size } = sum;
    field("sha256").value = sum.hex();
    if (field("size")) field("size").value = String(size);
    if (field("hashed")) field("hashed").value = "browser";
    told.textContent = box.dataset.done;
  });
})();

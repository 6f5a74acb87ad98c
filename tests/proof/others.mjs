// What the public checkers say: node others.mjs caniemail|doiuse|mjml < document; one JSON list out.
import { readFileSync } from "node:fs";

const document = readFileSync(0, "utf-8");
const CLIENTS = ["gmail.*", "outlook.*", "apple-mail.*", "yahoo.*", "samsung-email.android"];

const programs = {
  async caniemail() {
    const { caniemail } = await import("caniemail");
    const found = caniemail({ clients: CLIENTS, html: document });
    return [...found.issues.errors.values()].flat().map((one) => one.title);
  },
  async doiuse() {
    const { doIUseEmail } = await import("doiuse-email");
    const found = doIUseEmail(document, { emailClients: CLIENTS });
    return (found.errors ?? []).map(String);
  },
  async mjml() {
    const { default: mjml } = await import("mjml");
    try {
      const made = await mjml(document, { validationLevel: "strict" });
      return made.errors.map((one) => one.formattedMessage);
    } catch (error) {
      return (error.errors ?? [{ formattedMessage: String(error) }]).map((one) => one.formattedMessage);
    }
  },
};

console.log(JSON.stringify(await programs[process.argv[2]]()));

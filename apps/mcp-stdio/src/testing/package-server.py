"""Serves made-up packages on port 8000: to pip as PEP 503 says, to npm as its registry does, to apt as a flat repository."""

import base64, hashlib, http.server, io, json, tarfile, zipfile

# What imports of a package need so that programs of the documentation run.
MODULES = {
    "demo-pkg": {"demo_pkg.py": 'def main(): print("demo 1.0")'},
    "pandas": {
        "pandas.py": "class DataFrame(dict):\n"
        "    def plot(self, x, y): self[x], self[y]\n"
        "    def describe(self): return {name: len(values) for name, values in self.items()}\n"
    },
    "matplotlib": {
        "matplotlib/__init__.py": "",
        "matplotlib/pyplot.py": "def savefig(path): open(path, 'wb').write(b'PNG')",
    },
    **{
        name: {name + ".py": '__version__ = "1.0"'}
        for name in ("numpy", "requests", "seaborn", "fastapi", "uvicorn")
    },
}
NPM = ("express", "axios", "webpack", "babel-core")


def wheel(name):
    data = io.BytesIO()
    plain = name.replace("-", "_")
    info = plain + "-1.0.dist-info/"
    with zipfile.ZipFile(data, "w") as archive:
        for path, text in MODULES[name].items():
            archive.writestr(path, text)
        archive.writestr(info + "METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        archive.writestr(info + "WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(info + "RECORD", "")
        if name == "demo-pkg":
            archive.writestr(info + "entry_points.txt", "[console_scripts]\ndemo = demo_pkg:main\n")
    return data.getvalue()


def tar(files, mode="w:gz"):
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode=mode) as archive:
        for path, text in files.items():
            entry = tarfile.TarInfo(path)
            entry.size, entry.mode = len(text), 0o755
            archive.addfile(entry, io.BytesIO(text.encode()))
    return data.getvalue()


def npm_package(name):
    about = json.dumps({"name": name, "version": "1.0.0", "main": "index.js"})
    return tar({"package/package.json": about, "package/index.js": "module.exports = 1"})


def npm_document(name, host):
    digest = "sha512-" + base64.b64encode(hashlib.sha512(npm_package(name)).digest()).decode()
    dist = {"tarball": f"http://{host}/-/{name}.tgz", "integrity": digest}
    version = {"name": name, "version": "1.0.0", "dist": dist}
    return json.dumps({"name": name, "dist-tags": {"latest": "1.0.0"}, "versions": {"1.0.0": version}})


CONTROL = "Package: demo-tool\nVersion: 1.0\nArchitecture: all\nMaintainer: x <x@x>\nDescription: x\n"


def deb():
    parts = {
        "debian-binary": b"2.0\n",
        "control.tar.gz": tar({"./control": CONTROL}),
        "data.tar.gz": tar({"./usr/bin/demo-tool": "#!/bin/sh\necho tool 1.0\n"}),
    }
    data = b"!<arch>\n"
    for name, body in parts.items():
        data += f"{name:<16}{0:<12}{0:<6}{0:<6}{'100644':<8}{len(body):<10}`\n".encode()
        data += body + b"\n" * (len(body) % 2)
    return data


DEB = deb()
PACKAGES = CONTROL + f"Filename: ./demo-tool.deb\nSize: {len(DEB)}\nSHA256: {hashlib.sha256(DEB).hexdigest()}\n"
RELEASE = f"Date: Thu, 01 Jan 2026 00:00:00 UTC\nSHA256:\n {hashlib.sha256(PACKAGES.encode()).hexdigest()} {len(PACKAGES)} Packages\n"
APT = {"/apt/Release": RELEASE, "/apt/Packages": PACKAGES, "/apt/demo-tool.deb": DEB}


def answer(path, host):
    name = path.strip("/").removeprefix("simple/")
    if path == f"/simple/{name}/" and name in MODULES:
        file = name.replace("-", "_") + "-1.0-py3-none-any.whl"
        return f'<a href="/{file}">{file}</a>'
    for each in MODULES:
        if path == "/" + each.replace("-", "_") + "-1.0-py3-none-any.whl":
            return wheel(each)
    if name in NPM:
        return npm_document(name, host)
    for each in NPM:
        if path == f"/-/{each}.tgz":
            return npm_package(each)
    return APT.get(path.replace("/./", "/"))


class Packages(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = answer(self.path, self.headers["Host"])
        if isinstance(body, str):
            body = body.encode()
        self.send_response(404 if body is None else 200)
        kind = "text/html" if self.path.startswith("/simple/") else "application/octet-stream"
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body or b"")))
        self.end_headers()
        self.wfile.write(body or b"")


http.server.ThreadingHTTPServer(("", 8000), Packages).serve_forever()

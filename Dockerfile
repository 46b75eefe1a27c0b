# The image of Daicho: one program, its roles chosen by the command (serve, project, close, …). How to build it so that
# two builds are the same to the byte: docs/operations.md.
ARG NODE=node:24.9.0-bookworm-slim

FROM ${NODE} AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
# Scripts of dependencies bring what only a checkout needs: a Node of its own, which this image has.
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY bin bin
COPY src src
# `daicho terms` tells which test holds which rule, and reads that here.
COPY test test
RUN npm run build

FROM ${NODE} AS dependencies
WORKDIR /dependencies
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts && rm -rf node_modules/@kurrent/bridge-*-musl

FROM ${NODE}
ENV NODE_ENV=production DAICHO_DATA=/data
WORKDIR /daicho
COPY --from=dependencies /dependencies/node_modules node_modules
COPY package.json ./
COPY bin bin
COPY --from=build /build/dist dist
RUN install --directory --owner=1000 --group=1000 --mode=0700 /data
USER 1000:1000
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:3000/v1/ready').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/daicho/bin/daicho.js"]
CMD ["serve", "--host", "0.0.0.0"]

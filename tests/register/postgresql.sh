#!/bin/sh
# PostgreSQL for the register's tests: as root on Debian it is installed where it is missing; elsewhere they are skipped, by name.
set -e
if command -v initdb >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql >/dev/null
else
    echo "no PostgreSQL here: the register's tests on it will be skipped"
fi

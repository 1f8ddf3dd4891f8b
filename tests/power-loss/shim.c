/*
 * Imitates a power cut, for LD_PRELOAD. What a process writes below POWER_LOSS_FOLDER counts as durable only
 * once the file was fsynced, and a file's creation, renaming or deletion only once its folder was. At operation
 * number POWER_LOSS_AT everything else is taken back and the process gets SIGKILL, before that operation happens.
 *
 *   POWER_LOSS_FOLDER  absolute real path of the folder watched
 *   POWER_LOSS_STASH   a folder beside it, on the same file system, where deleted files wait for their fsync
 *   POWER_LOSS_AT      the operation to die at, counted from 1; 0 or absent: never
 *   POWER_LOSS_KEEP    a seed: each unsynced write survives with probability one half, as a disk that reorders
 *                      its queue would have it; 0 or absent: none does
 *   POWER_LOSS_COUNT   a file that receives the number of operations when the process ends by itself
 *
 * Not imitated: writes through mmap (SQLite maps only its -shm index, which it rebuilds and which is left out
 * here), folders being made, torn sectors within one write.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define MAX_FDS 65536

/* One unsynced change of a file's content: the size and bytes before it, and what it wrote. */
struct change {
  struct change *previous, *next;
  off_t size_before, offset, new_size;
  size_t old_length, new_length;
  char *old_bytes, *new_bytes;
};

struct file {
  struct file *next;
  dev_t dev;
  ino_t ino;
  int keeper; /* never closed: closing any descriptor of a file drops the process's POSIX locks on it */
  struct change *first, *last;
};

/* One unsynced change of a folder. CREATED path; REMOVED path, now at stash; RENAMED from -> path, which hid stash. */
enum kind { CREATED, REMOVED, RENAMED };
struct entry {
  struct entry *previous, *next;
  enum kind kind;
  char folder[PATH_MAX], path[PATH_MAX], from[PATH_MAX], stash[PATH_MAX];
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct file *files;
static struct file *by_fd[MAX_FDS];
static struct entry *entries_first, *entries_last;
static char watched[PATH_MAX], stash_folder[PATH_MAX - 32];
static size_t watched_length;
static unsigned long operations, die_at, keep_seed, stashed;
static int ready;

static int (*real_open)(const char *, int, ...);
static int (*real_openat)(int, const char *, int, ...);
static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_writev)(int, const struct iovec *, int);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static int (*real_ftruncate)(int, off_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_rename)(const char *, const char *);
static int (*real_unlink)(const char *);

__attribute__((constructor)) static void start(void) {
  real_open = dlsym(RTLD_NEXT, "open64");
  real_openat = dlsym(RTLD_NEXT, "openat64");
  real_write = dlsym(RTLD_NEXT, "write");
  real_writev = dlsym(RTLD_NEXT, "writev");
  real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
  real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
  real_fsync = dlsym(RTLD_NEXT, "fsync");
  real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
  real_rename = dlsym(RTLD_NEXT, "rename");
  real_unlink = dlsym(RTLD_NEXT, "unlink");
  const char *folder = getenv("POWER_LOSS_FOLDER"), *stash = getenv("POWER_LOSS_STASH");
  const char *at = getenv("POWER_LOSS_AT"), *keep = getenv("POWER_LOSS_KEEP");
  if (!folder || !stash) return;
  snprintf(watched, sizeof watched, "%s/", folder);
  watched_length = strlen(watched);
  snprintf(stash_folder, sizeof stash_folder, "%s", stash);
  die_at = at ? strtoul(at, NULL, 10) : 0;
  keep_seed = keep ? strtoul(keep, NULL, 10) : 0;
  ready = 1;
}

__attribute__((destructor)) static void finish(void) {
  const char *path = getenv("POWER_LOSS_COUNT");
  if (!ready || !path) return;
  FILE *out = fopen(path, "w");
  if (!out) return;
  fprintf(out, "%lu\n", operations);
  fclose(out);
}

static void die(const char *why) {
  char text[256];
  int length = snprintf(text, sizeof text, "power-loss shim: %s: %s\n", why, strerror(errno));
  real_write(2, text, (size_t)length);
  _exit(97);
}

static void *need(void *memory) {
  if (!memory) die("out of memory");
  return memory;
}

static void write_whole(int fd, const char *bytes, size_t length, off_t offset) {
  while (length > 0) {
    ssize_t n = real_pwrite(fd, bytes, length, offset);
    if (n <= 0) die("pwrite while taking back");
    bytes += n;
    offset += n;
    length -= (size_t)n;
  }
}

static int coin(void) {
  keep_seed ^= keep_seed << 13;
  keep_seed ^= keep_seed >> 7;
  keep_seed ^= keep_seed << 17;
  return (int)((keep_seed >> 11) & 1);
}

static void take_back(struct file *file) {
  for (struct change *c = file->last; c; c = c->previous) {
    if (real_ftruncate(file->keeper, c->size_before) != 0) die("ftruncate while taking back");
    write_whole(file->keeper, c->old_bytes, c->old_length, c->offset);
  }
  if (!keep_seed) return;
  for (struct change *c = file->first; c; c = c->next) {
    if (!coin()) continue;
    if (c->new_length == 0) {
      if (real_ftruncate(file->keeper, c->new_size) != 0) die("ftruncate while keeping");
    } else {
      write_whole(file->keeper, c->new_bytes, c->new_length, c->offset);
    }
  }
}

static void power_cut(void) {
  for (struct file *file = files; file; file = file->next) take_back(file);
  for (struct entry *e = entries_last; e; e = e->previous) {
    if (e->kind == CREATED) real_unlink(e->path);
    if (e->kind == RENAMED) real_rename(e->path, e->from);
    if (e->stash[0]) real_rename(e->stash, e->path);
  }
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

/* Counts one operation; the process does not come back from the one it dies at. Called under the lock. */
static void count(void) {
  if (++operations == die_at) power_cut();
}

static int is_watched(const char *path) {
  size_t length = strlen(path);
  if (strncmp(path, watched, watched_length) != 0) return 0;
  return !(length > 4 && strcmp(path + length - 4, "-shm") == 0);
}

/* The absolute path of an existing or new file: its folder resolved, its own name as it is. */
static int absolute(const char *path, char *out) {
  char copy[PATH_MAX], folder[PATH_MAX];
  if (snprintf(copy, sizeof copy, "%s", path) >= (int)sizeof copy) return 0;
  char *slash = strrchr(copy, '/');
  const char *name = slash ? slash + 1 : copy;
  if (slash == copy) return 0;
  if (slash) *slash = 0;
  if (!realpath(slash ? copy : ".", folder)) return 0;
  return snprintf(out, PATH_MAX, "%s/%s", folder, name) < PATH_MAX;
}

static struct entry *add_entry(enum kind kind, const char *path) {
  struct entry *e = need(calloc(1, sizeof *e));
  e->kind = kind;
  strcpy(e->path, path);
  strcpy(e->folder, path);
  *strrchr(e->folder, '/') = 0;
  e->previous = entries_last;
  if (entries_last) entries_last->next = e;
  else entries_first = e;
  entries_last = e;
  return e;
}

static void commit_folder(const char *folder) {
  struct entry *e = entries_first;
  while (e) {
    struct entry *next = e->next;
    if (strcmp(e->folder, folder) == 0) {
      if (e->stash[0]) real_unlink(e->stash);
      if (e->previous) e->previous->next = e->next;
      else entries_first = e->next;
      if (e->next) e->next->previous = e->previous;
      else entries_last = e->previous;
      free(e);
    }
    e = next;
  }
}

static void forget_changes(struct file *file) {
  struct change *c = file->first;
  while (c) {
    struct change *next = c->next;
    free(c->old_bytes);
    free(c->new_bytes);
    free(c);
    c = next;
  }
  file->first = file->last = NULL;
}

static struct file *file_of(int fd) {
  struct stat st;
  if (!ready || fd < 0 || fd >= MAX_FDS || !by_fd[fd]) return NULL;
  if (fstat(fd, &st) != 0 || st.st_ino != by_fd[fd]->ino || st.st_dev != by_fd[fd]->dev) {
    by_fd[fd] = NULL; /* closed meanwhile, and its number given to something else */
    return NULL;
  }
  return by_fd[fd];
}

static void track(int fd) {
  struct stat st;
  if (fd < 0 || fd >= MAX_FDS || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) return;
  struct file *file = files;
  while (file && (file->ino != st.st_ino || file->dev != st.st_dev)) file = file->next;
  if (!file) {
    char self[64];
    snprintf(self, sizeof self, "/proc/self/fd/%d", fd);
    int keeper = real_open(self, O_RDWR | O_CLOEXEC);
    if (keeper < 0) return; /* opened for reading from a read-only place: nothing to take back */
    file = need(calloc(1, sizeof *file));
    file->dev = st.st_dev;
    file->ino = st.st_ino;
    file->keeper = keeper;
    file->next = files;
    files = file;
  }
  by_fd[fd] = file;
}

/* Notes the bytes that a write of `length` at `offset` will cover, or that a cut to `new_size` will drop. */
static void note(struct file *file, off_t offset, size_t length, const void *bytes, off_t new_size) {
  struct stat st;
  if (bytes && length == 0) return;
  if (fstat(file->keeper, &st) != 0) die("fstat");
  struct change *c = need(calloc(1, sizeof *c));
  c->size_before = st.st_size;
  c->new_size = new_size;
  c->offset = bytes ? offset : new_size;
  off_t end = bytes ? offset + (off_t)length : st.st_size;
  if (end > st.st_size) end = st.st_size;
  if (end > c->offset) {
    c->old_length = (size_t)(end - c->offset);
    c->old_bytes = need(malloc(c->old_length));
    if (pread(file->keeper, c->old_bytes, c->old_length, c->offset) != (ssize_t)c->old_length) die("pread");
  }
  if (bytes && length > 0) {
    c->new_length = length;
    c->new_bytes = need(malloc(length));
    memcpy(c->new_bytes, bytes, length);
  }
  c->previous = file->last;
  if (file->last) file->last->next = c;
  else file->first = c;
  file->last = c;
}

static off_t position(int fd) {
  if (fcntl(fd, F_GETFL) & O_APPEND) {
    struct stat st;
    return fstat(fd, &st) == 0 ? st.st_size : 0;
  }
  off_t at = lseek(fd, 0, SEEK_CUR);
  return at < 0 ? 0 : at;
}

static int open_watched(const char *path, int flags, mode_t mode) {
  struct stat st;
  pthread_mutex_lock(&lock);
  int writes = (flags & O_ACCMODE) != O_RDONLY;
  int creates = (flags & O_CREAT) && lstat(path, &st) != 0;
  if (creates || (flags & O_TRUNC)) count();
  int fd = real_open(path, flags & ~O_TRUNC, mode);
  int error = errno;
  if (fd >= 0 && fd < MAX_FDS) by_fd[fd] = NULL;
  if (fd >= 0 && creates) add_entry(CREATED, path);
  if (fd >= 0 && writes) track(fd);
  if (fd >= 0 && writes && (flags & O_TRUNC)) {
    struct file *file = file_of(fd);
    if (file) note(file, 0, 0, NULL, 0);
    if (real_ftruncate(fd, 0) != 0) die("ftruncate");
  }
  pthread_mutex_unlock(&lock);
  errno = error;
  return fd;
}

static mode_t mode_of(int flags, va_list list) {
  return (flags & (O_CREAT | O_TMPFILE)) ? (mode_t)va_arg(list, int) : 0;
}

static int open_any(const char *path, int flags, mode_t mode) {
  char full[PATH_MAX];
  if (ready && absolute(path, full) && is_watched(full)) return open_watched(full, flags, mode);
  return real_open(path, flags, mode);
}

int open(const char *path, int flags, ...) {
  va_list list;
  va_start(list, flags);
  mode_t mode = mode_of(flags, list);
  va_end(list);
  return open_any(path, flags, mode);
}

int open64(const char *path, int flags, ...) {
  va_list list;
  va_start(list, flags);
  mode_t mode = mode_of(flags, list);
  va_end(list);
  return open_any(path, flags, mode);
}

int openat(int at, const char *path, int flags, ...) {
  va_list list;
  va_start(list, flags);
  mode_t mode = mode_of(flags, list);
  va_end(list);
  if (at == AT_FDCWD || path[0] == '/') return open_any(path, flags, mode);
  return real_openat(at, path, flags, mode);
}

ssize_t write(int fd, const void *bytes, size_t length) {
  pthread_mutex_lock(&lock);
  struct file *file = file_of(fd);
  if (!file) {
    pthread_mutex_unlock(&lock);
    return real_write(fd, bytes, length);
  }
  count();
  note(file, position(fd), length, bytes, 0);
  ssize_t n = real_write(fd, bytes, length);
  int error = errno;
  pthread_mutex_unlock(&lock);
  errno = error;
  return n;
}

ssize_t writev(int fd, const struct iovec *parts, int amount) {
  pthread_mutex_lock(&lock);
  struct file *file = file_of(fd);
  if (!file) {
    pthread_mutex_unlock(&lock);
    return real_writev(fd, parts, amount);
  }
  count();
  off_t at = position(fd);
  for (int i = 0; i < amount; i++) {
    note(file, at, parts[i].iov_len, parts[i].iov_base, 0);
    at += (off_t)parts[i].iov_len;
  }
  ssize_t n = real_writev(fd, parts, amount);
  int error = errno;
  pthread_mutex_unlock(&lock);
  errno = error;
  return n;
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off_t offset) {
  pthread_mutex_lock(&lock);
  struct file *file = file_of(fd);
  if (file) {
    count();
    note(file, offset, length, bytes, 0);
  }
  ssize_t n = real_pwrite(fd, bytes, length, offset);
  int error = errno;
  pthread_mutex_unlock(&lock);
  errno = error;
  return n;
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) {
  return pwrite64(fd, bytes, length, offset);
}

int ftruncate64(int fd, off_t size) {
  pthread_mutex_lock(&lock);
  struct file *file = file_of(fd);
  if (file) {
    count();
    note(file, 0, 0, NULL, size);
  }
  int result = real_ftruncate(fd, size);
  int error = errno;
  pthread_mutex_unlock(&lock);
  errno = error;
  return result;
}

int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

static int sync_any(int fd, int (*real)(int)) {
  struct stat st;
  char self[64], path[PATH_MAX];
  pthread_mutex_lock(&lock);
  struct file *file = file_of(fd);
  int folder = ready && !file && fstat(fd, &st) == 0 && S_ISDIR(st.st_mode);
  if (folder) {
    snprintf(self, sizeof self, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(self, path, sizeof path - 2);
    path[n < 0 ? 0 : n] = 0;
    size_t length = strlen(path);
    folder = length + 1 >= watched_length && strncmp(path, watched, watched_length - 1) == 0;
  }
  if (file || folder) count();
  int result = real(fd);
  int error = errno;
  if (result == 0 && file) forget_changes(file);
  if (result == 0 && folder) commit_folder(path);
  pthread_mutex_unlock(&lock);
  errno = error;
  return result;
}

int fsync(int fd) { return sync_any(fd, real_fsync); }
int fdatasync(int fd) { return sync_any(fd, real_fdatasync); }

int unlink(const char *path) {
  char full[PATH_MAX], stash[PATH_MAX];
  struct stat st;
  if (!ready || !absolute(path, full) || !is_watched(full) || lstat(full, &st) != 0 || !S_ISREG(st.st_mode))
    return real_unlink(path);
  pthread_mutex_lock(&lock);
  count();
  snprintf(stash, sizeof stash, "%s/%lu", stash_folder, ++stashed);
  int result = real_rename(full, stash);
  int error = errno;
  if (result == 0) strcpy(add_entry(REMOVED, full)->stash, stash);
  pthread_mutex_unlock(&lock);
  errno = error;
  return result;
}

int rename(const char *from, const char *to) {
  char full_from[PATH_MAX], full_to[PATH_MAX], stash[PATH_MAX] = "";
  struct stat st;
  if (!ready || !absolute(from, full_from) || !absolute(to, full_to) || !is_watched(full_to))
    return real_rename(from, to);
  pthread_mutex_lock(&lock);
  count();
  if (lstat(full_to, &st) == 0 && S_ISREG(st.st_mode)) {
    snprintf(stash, sizeof stash, "%s/%lu", stash_folder, ++stashed);
    if (link(full_to, stash) != 0) die("link");
  }
  int result = real_rename(full_from, full_to);
  int error = errno;
  if (result == 0) {
    struct entry *e = add_entry(RENAMED, full_to);
    strcpy(e->from, full_from);
    strcpy(e->stash, stash);
  }
  pthread_mutex_unlock(&lock);
  errno = error;
  return result;
}

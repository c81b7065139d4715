/* library.c - see library.h. */
#include "library.h"
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST_MODELS = 256, PROBE_MILLISECONDS = 10000 };

typedef const rp_library *entry_function(uint32_t host_minor);

void rp_library_unload(rp_library_file *library) {
  if (!library) return;
  for (uint32_t i = 0; i < library->schema_count; ++i)
    rp_schema_destroy(library->schemas[i]);
  free(library->schemas);
  if (library->handle) dlclose(library->handle);
  free(library->path);
  free(library);
}

/* The entry function, or a sentence that says why this is no plugin for this host. */
static entry_function *find_entry(const rp_library_file *library, rp_message *message) {
  entry_function *entry = NULL;
  void *symbol = dlsym(library->handle, RP_ENTRY_SYMBOL);
  if (symbol) {
    *(void **)&entry = symbol;
    return entry;
  }
  for (int major = 1; major <= 99; ++major) {
    char name[32];
    snprintf(name, sizeof name, "rp_plugin_v%d", major);
    if (dlsym(library->handle, name)) {
      rp_fail(message,
              "%s is a plugin for version %d of the plugin interface; this program speaks version %d",
              library->path, major, RP_ABI_MAJOR);
      return NULL;
    }
  }
  rp_fail(message, "%s is not a plugin: it has no function %s", library->path, RP_ENTRY_SYMBOL);
  return NULL;
}

static bool read_models(rp_library_file *library, const rp_library *described, rp_message *message) {
  if (described->struct_size < sizeof *described || described->model_count > MOST_MODELS ||
      described->model_count == 0 || !described->models || described->model_stride < sizeof(rp_model) ||
      described->model_stride > 65536)
    return rp_fail(
        message,
        "%s describes its library in %u bytes with %u models of %u bytes, which is no table of models",
        library->path, described->struct_size, described->model_count, described->model_stride);
  library->schemas = calloc(described->model_count, sizeof *library->schemas);
  if (!library->schemas) return rp_fail(message, "out of memory while loading %s", library->path);
  for (uint32_t i = 0; i < described->model_count; ++i) {
    rp_message cause;
    const rp_model *model = (const rp_model *)(const void *)((const char *)described->models +
                                                             (size_t)i * described->model_stride);
    rp_schema *schema = rp_schema_create(model, &cause);
    if (!schema) return rp_fail(message, "%s is refused: %s", library->path, cause.text);
    library->schemas[library->schema_count++] = schema;
    for (uint32_t k = 0; k < i; ++k)
      if (strcmp(library->schemas[k]->model.id, schema->model.id) == 0)
        return rp_fail(message, "%s is refused: it has two models '%s'", library->path, schema->model.id);
  }
  return true;
}

static bool load(rp_library_file *library, rp_message *message) {
  library->handle = dlopen(library->path, RTLD_NOW | RTLD_LOCAL);
  if (!library->handle) {
    const char *why = dlerror();
    size_t named = strlen(library->path);
    if (strncmp(why, library->path, named) == 0 && strncmp(why + named, ": ", 2) == 0) why += named + 2;
    return rp_fail(message, "%s cannot be loaded: %s", library->path, why);
  }
  entry_function *entry = find_entry(library, message);
  if (!entry) return false;
  const rp_library *described = entry(RP_ABI_MINOR);
  if (!described)
    return rp_fail(message, "%s needs a newer version of the plugin interface than %d.%d", library->path,
                   RP_ABI_MAJOR, RP_ABI_MINOR);
  if (entry(RP_ABI_MINOR) != described)
    return rp_fail(message, "%s is refused: it hands out another table at each call", library->path);
  return read_models(library, described, message);
}

rp_library_file *rp_library_load(const char *path, rp_message *message) {
  rp_library_file *library = calloc(1, sizeof *library);
  if (library) library->path = strdup(path);
  if (!library || !library->path) {
    free(library);
    rp_fail(message, "out of memory while loading %s", path);
    return NULL;
  }
  if (!load(library, message)) {
    rp_library_unload(library);
    return NULL;
  }
  return library;
}

/* In the forked process: the sentence goes up the pipe, an empty one says that all is well. */
static _Noreturn void probe_in_child(const char *path, int pipe_end, int output_end) {
  rp_message message = {""};
  int null = open("/dev/null", O_RDWR);
  struct rlimit no_core = {0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  for (int signal_number = 1; signal_number < 32; ++signal_number)
    signal(signal_number, SIG_DFL);
  dup2(null, 0);
  dup2(output_end, 1);
  dup2(null, 2);
  rp_library_file *library = rp_library_load(path, &message);
  if (library) message.text[0] = '\0';
  size_t length = strlen(message.text) + 1; /* the zero says that the sentence is whole */
  ssize_t written = write(pipe_end, message.text, length);
  _exit(written == (ssize_t)length ? 0 : 1);
}

static long long milliseconds_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

/* Reads until the end of the stream or the deadline; false at the deadline. */
static bool read_until(int descriptor, char *text, size_t size, size_t *length, long long deadline) {
  for (*length = 0;;) {
    long long left = deadline - milliseconds_now();
    struct pollfd wait = {.fd = descriptor, .events = POLLIN};
    if (left <= 0) return false;
    int ready = poll(&wait, 1, (int)left);
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) return false;
    char surplus[256];
    bool full = *length >= size;
    ssize_t got = read(descriptor, full ? surplus : text + *length, full ? sizeof surplus : size - *length);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return true;
    if (!full) *length += (size_t)got;
  }
}

static bool judge(const char *path, bool in_time, int how, const char *answer, size_t answered,
                  size_t printed, rp_message *message) {
  if (!in_time)
    return rp_fail(message, "%s is refused: loading it takes longer than %d s", path,
                   PROBE_MILLISECONDS / 1000);
  if (WIFSIGNALED(how))
    return rp_fail(message, "%s is refused: it crashes while it is loaded and described (signal %d, %s)",
                   path, WTERMSIG(how), strsignal(WTERMSIG(how)));
  if (answered == 0 || answer[answered - 1] != '\0')
    return rp_fail(message, "%s is refused: it ends the process while it is loaded", path);
  if (answer[0]) return rp_fail(message, "%s", answer);
  if (printed)
    return rp_fail(message, "%s is refused: it writes to standard output while it is loaded", path);
  return true;
}

bool rp_library_probe(const char *path, rp_message *message) {
  int answer_pipe[2], output_pipe[2];
  if (pipe(answer_pipe) != 0) return rp_fail(message, "%s cannot be tried: %s", path, strerror(errno));
  if (pipe(output_pipe) != 0) {
    close(answer_pipe[0]);
    close(answer_pipe[1]);
    return rp_fail(message, "%s cannot be tried: %s", path, strerror(errno));
  }
  pid_t child = fork();
  if (child == 0) probe_in_child(path, answer_pipe[1], output_pipe[1]);
  close(answer_pipe[1]);
  close(output_pipe[1]);
  char answer[sizeof(rp_message)], output[16];
  size_t answered = 0, printed = 0;
  bool in_time = false;
  int how = 0;
  if (child > 0) {
    long long deadline = milliseconds_now() + PROBE_MILLISECONDS;
    in_time = read_until(answer_pipe[0], answer, sizeof answer, &answered, deadline) &&
              read_until(output_pipe[0], output, sizeof output, &printed, deadline);
    if (!in_time) kill(child, SIGKILL);
    while (waitpid(child, &how, 0) < 0 && errno == EINTR)
      continue;
  }
  close(answer_pipe[0]);
  close(output_pipe[0]);
  if (child < 0) return rp_fail(message, "%s cannot be tried: %s", path, strerror(errno));
  return judge(path, in_time, how, answer, answered, printed, message);
}
